/* Zip files by what their parts unpack to, not by what they say of them: the reader in GDAL 3.6 trusts the sizes that
 * an archive states, and is not safe with damaged parts, so that it gets none. */
#ifndef HC_LOAD_ARCHIVE_ZIP_H
#define HC_LOAD_ARCHIVE_ZIP_H

#include <stdint.h>

enum hc_zip {
    HC_ZIP_NONE,   /* no zip file */
    HC_ZIP_SOUND,  /* every part unpacks to the size and the checksum that are stated */
    HC_ZIP_LARGE,  /* more than asked for */
    HC_ZIP_DAMAGED /* cut short, damaged, or not what it says */
};

/* Unpacks every part, without keeping any, unless the stated sizes are above `most` together: time grows with what is
 * unpacked, `most` at most. *packed: the file's size. Parts that are encrypted, or packed by other methods than
 * deflate, are passed over: GDAL reads none of them. */
enum hc_zip hc_zip_check(const char *path, uint64_t (*most)(uint64_t packed), uint64_t *packed);

#endif

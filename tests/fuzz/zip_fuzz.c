/* Archives, before GDAL gets them. */
#include "fuzz.h"
#include "load/archive/zip.h"

static uint64_t most(uint64_t packed)
{
    return 200 * packed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t packed = 0;
    hc_zip_check(fuzz_file("in.zip", data, size), most, &packed);
    return 0;
}

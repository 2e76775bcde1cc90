#include "base/digest.h"

#include "base/mem.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <string.h>
#include <unistd.h>

#define CHUNK (1 << 20)

static int digest_fd(int fd, EVP_MD_CTX *md, uint64_t *size)
{
    unsigned char *chunk = hc_alloc(CHUNK, 1);
    ssize_t n;
    *size = 0;
    while ((n = read(fd, chunk, CHUNK)) > 0 || (n < 0 && errno == EINTR)) {
        if (n > 0 && EVP_DigestUpdate(md, chunk, (size_t)n) != 1)
            n = -1;
        if (n > 0)
            *size += (uint64_t)n;
    }
    hc_free(chunk);
    return n == 0 ? 0 : -1;
}

int hc_digest_file(const char *path, char hex[HC_DIGEST_SIZE], uint64_t *size, struct hc_err *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    int fd = open(path, O_RDONLY | O_CLOEXEC), status = -1;
    if (fd >= 0 && md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1 && digest_fd(fd, md, size) == 0 &&
        EVP_DigestFinal_ex(md, sum, &length) == 1)
        status = 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    EVP_MD_CTX_free(md);
    if (status < 0)
        return hc_err_set(err, HC_IO, "%s: cannot be read (%s)", "%s：无法读取（%s）", path, strerror(why));
    for (unsigned i = 0; i < length; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[2 * length] = '\0';
    return 0;
}

#include "base/digest.h"

#include "base/mem.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
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

struct hc_digest {
    char *path;
    char hex[HC_DIGEST_SIZE];
    uint64_t size;
    int status;
    bool threaded;
    pthread_t thread;
};

static int digest_file(struct hc_digest *d)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    int fd = open(d->path, O_RDONLY | O_CLOEXEC), status = -1;
    if (fd >= 0 && md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1 && digest_fd(fd, md, &d->size) == 0 &&
        EVP_DigestFinal_ex(md, sum, &length) == 1)
        status = 0;
    if (fd >= 0)
        close(fd);
    EVP_MD_CTX_free(md);
    if (status < 0)
        return -1;
    for (unsigned i = 0; i < length; i++) {
        d->hex[2 * i] = digits[sum[i] >> 4];
        d->hex[2 * i + 1] = digits[sum[i] & 15];
    }
    d->hex[2 * length] = '\0';
    return 0;
}

static void run(struct hc_digest *d)
{
    d->status = digest_file(d);
}

/* Nobody waits for a digest before all is read: it takes what the others leave of the processors. */
static void *run_behind(void *arg)
{
#ifdef __linux__
    setpriority(PRIO_PROCESS, (id_t)gettid(), 10); /* of this thread alone */
#endif
    run(arg);
    return NULL;
}

struct hc_digest *hc_digest_begin(const char *path)
{
    struct hc_digest *d = hc_calloc(1, sizeof *d);
    d->path = hc_strdup(path);
    d->threaded = pthread_create(&d->thread, NULL, run_behind, d) == 0;
    if (!d->threaded)
        run(d);
    return d;
}

int hc_digest_end(struct hc_digest *d, char hex[HC_DIGEST_SIZE], uint64_t *size)
{
    if (d->threaded)
        pthread_join(d->thread, NULL);
    int status = d->status;
    memcpy(hex, d->hex, HC_DIGEST_SIZE);
    *size = d->size;
    hc_free(d->path);
    hc_free(d);
    return status;
}

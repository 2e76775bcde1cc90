#include "base/digest.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

#define CHUNK (1 << 20)

struct hc_digest {
    int fd;
    char hex[2 * EVP_MAX_MD_SIZE + 1];
    uint64_t size;
    int status;
    atomic_bool dropped;
    bool threaded; /* and not joined */
    pthread_t thread;
    struct hc_lock *joining; /* held by who waits: the first joins the thread */
};

static int read_all(struct hc_digest *d, EVP_MD_CTX *md)
{
    unsigned char *chunk = hc_alloc(CHUNK, 1);
    ssize_t n = 0;
    while (!d->dropped && ((n = read(d->fd, chunk, CHUNK)) > 0 || (n < 0 && errno == EINTR))) {
        if (n > 0 && EVP_DigestUpdate(md, chunk, (size_t)n) != 1)
            n = -1;
        if (n > 0)
            d->size += (uint64_t)n;
    }
    hc_free(chunk);
    return n == 0 ? 0 : -1;
}

static void run(struct hc_digest *d)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    bool done = d->fd >= 0 && md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1 && read_all(d, md) == 0 &&
                EVP_DigestFinal_ex(md, sum, &length) == 1;
    if (d->fd >= 0)
        close(d->fd);
    EVP_MD_CTX_free(md);
    d->status = done ? 0 : -1;
    for (unsigned i = 0; done && i < length; i++) {
        d->hex[2 * i] = digits[sum[i] >> 4];
        d->hex[2 * i + 1] = digits[sum[i] & 15];
    }
}

/* Nobody waits for a digest before all is read: it takes what the others leave of the processors. */
static void *run_behind(void *arg)
{
#ifdef __linux__
    setpriority(PRIO_PROCESS, (id_t)gettid(), 19); /* of this thread alone */
#endif
    run(arg);
    return NULL;
}

struct hc_digest *hc_digest_begin(const char *path)
{
    struct hc_digest *d = hc_calloc(1, sizeof *d);
    d->fd = open(path, O_RDONLY | O_CLOEXEC);
    d->joining = hc_lock_new();
    d->threaded = pthread_create(&d->thread, NULL, run_behind, d) == 0;
    if (!d->threaded)
        run(d);
    return d;
}

int hc_digest_wait(struct hc_digest *d, const char **hex, uint64_t *size)
{
    hc_lock_take(d->joining);
    if (d->threaded)
        pthread_join(d->thread, NULL);
    d->threaded = false;
    hc_lock_give(d->joining);
    *hex = d->hex;
    *size = d->size;
    return d->status;
}

void hc_digest_release(struct hc_digest *d)
{
    const char *hex;
    uint64_t size;
    if (!d)
        return;
    atomic_store(&d->dropped, true);
    hc_digest_wait(d, &hex, &size);
    hc_lock_free(d->joining);
    hc_free(d);
}

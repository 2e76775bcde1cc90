/* The main of a target without a fuzzer: each file named, or each of a folder, once. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(1 << 22);
    if (!file || !data)
        exit(1);
    size_t n = fread(data, 1, 1 << 22, file);
    fclose(file);
    /* exactly as long as the input, so that a sanitizer sees a byte too far */
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact)
        exit(1);
    memcpy(exact, data, n);
    free(data);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

int main(int argc, char **argv)
{
    int n = 0;
    for (int i = 1; i < argc; i++) {
        struct dirent **names = NULL;
        int n_names = scandir(argv[i], &names, NULL, alphasort);
        if (n_names < 0) {
            replay(argv[i]);
            n++;
        }
        for (int k = 0; k < n_names; k++) {
            char path[600];
            snprintf(path, sizeof path, "%s/%s", argv[i], names[k]->d_name);
            if (names[k]->d_name[0] != '.') {
                replay(path);
                n++;
            }
            free(names[k]);
        }
        free(names);
    }
    printf("%d inputs\n", n);
    return n ? 0 : 1;
}

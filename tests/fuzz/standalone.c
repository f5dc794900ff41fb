/* Drives a fuzz target without a fuzzer: every seed as it is, then mutations of the seeds (bytes flipped, cut, doubled)
 * from a fixed random sequence, so that a failure repeats. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEEDS_MAX = 256, SEED_BYTES_MAX = 1 << 16, MUTATIONS = 2000 };

struct seed {
    uint8_t *bytes;
    size_t size;
};

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 32) % limit;
}

static size_t read_seeds(const char *folder, struct seed *seeds)
{
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return 0;
    size_t count = 0;
    struct dirent *entry;
    while (count < SEEDS_MAX && (entry = readdir(directory)) != NULL) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
        if (file == NULL)
            continue;
        seeds[count].bytes = malloc(SEED_BYTES_MAX);
        if (seeds[count].bytes != NULL)
            seeds[count].size = fread(seeds[count].bytes, 1, SEED_BYTES_MAX, file), count++;
        fclose(file);
    }
    closedir(directory);
    return count;
}

/* A changed copy of a seed in exactly as much memory as it needs, so that ASan sees a read past its end. */
static void run_mutation(const struct seed *seed)
{
    size_t size = seed->size;
    if (size > 0 && random_below(4) == 0)
        size = random_below((uint32_t)size);
    uint8_t *copy = malloc(size ? size : 1);
    if (copy == NULL)
        return;
    if (size > 0)
        memcpy(copy, seed->bytes, size);
    for (uint32_t changes = random_below(8); size > 0 && changes > 0; changes--)
        copy[random_below((uint32_t)size)] = (uint8_t)random_below(256);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

int main(int argc, char **argv)
{
    static struct seed seeds[SEEDS_MAX];
    size_t count = argc > 1 ? read_seeds(argv[1], seeds) : 0;
    if (count == 0) {
        fprintf(stderr, "%s: no seeds\n", argv[0]);
        return 1;
    }
    for (size_t i = 0; i < count; i++)
        LLVMFuzzerTestOneInput(seeds[i].bytes, seeds[i].size);
    for (int i = 0; i < MUTATIONS; i++)
        run_mutation(&seeds[random_below((uint32_t)count)]);
    for (size_t i = 0; i < count; i++)
        free(seeds[i].bytes);
    printf("%zu seeds, %d mutations\n", count, MUTATIONS);
    return 0;
}

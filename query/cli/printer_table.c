#include "printer.h"

#include <string.h>

static const struct print_format formats[] = {
    {"text", &print_text_operations, true, false, false},  {"json", &print_json_operations, true, false, true},
    {"jsonl", &print_jsonl_operations, true, false, true}, {"tsv", &print_tsv_operations, false, false, false},
    {"csv", &print_csv_operations, false, false, false},   {"trec", &print_trec_operations, false, false, false},
    {"ids", &print_ids_operations, false, false, false},   {"paths", &print_paths_operations, false, false, false},
    {"kwic", &print_kwic_operations, false, true, false},
};

const struct print_format *printer_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const char *printer_format_names(void)
{
    return "text json jsonl tsv csv trec ids paths kwic";
}

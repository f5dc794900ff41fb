#include "name_printer.h"

#include "json_writer.h"
#include "layout.h"

#include <string.h>

/* {"name":"Kim Min-kyo","articles":3} */
static int put_record(struct printer *printer, fx_slice name, uint64_t articles)
{
    struct json_writer json;
    buffer_clear(&printer->scratch);
    json_writer_init(&json, &printer->scratch);
    json_begin_object(&json);
    json_key_string(&json, "name", name);
    json_key_unsigned(&json, "articles", articles);
    json_end_object(&json);
    output_slice(printer->output, buffer_slice(&printer->scratch));
    output_write(printer->output, &printer->style.separator, 1);
    return json_writer_status(&json);
}

static void put_name(struct printer *printer, fx_slice name)
{
    if (printer->style.terminal)
        output_safe(printer->output, name);
    else
        output_slice(printer->output, name);
}

int name_printer_put(void *payload, fx_slice name, uint64_t articles)
{
    struct name_printer *names = payload;
    struct printer *printer = names->printer;
    struct output *output = printer->output;
    int status = FX_OK;
    names->printed++;
    if (printer->operations == &print_json_operations || printer->operations == &print_jsonl_operations) {
        status = put_record(printer, name, articles);
    } else if (names->names_alone) {
        put_name(printer, name);
        output_write(output, &printer->style.separator, 1);
    } else if (printer->operations == &print_csv_operations) {
        printer_csv_field(printer, name);
        output_format(output, ",%llu\r\n", (unsigned long long)articles);
    } else if (printer->operations == &print_text_operations && printer->style.terminal) {
        layout_count(output, name, articles, printer->style.width);
    } else {
        put_name(printer, name);
        output_format(output, "\t%llu\n", (unsigned long long)articles);
    }
    return status != FX_OK ? status : output->closed || output->failure ? FX_END : FX_OK;
}

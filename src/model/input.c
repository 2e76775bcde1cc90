#include "model/input.h"

void hc_layer_release(struct hc_layer *layer)
{
    hc_units_release(&layer->units);
    hc_polygons_release(&layer->polygons);
    hc_free(layer->crs);
    for (size_t i = 0; i < layer->n_attributes; i++)
        hc_column_release(&layer->attributes[i]);
    hc_free(layer->attributes);
    hc_free(layer->uniting);
    for (size_t t = 0; t < HC_TRAITS; t++)
        hc_findings_release(&layer->lacking[t]);
    *layer = (struct hc_layer){0};
}

void hc_table_release(struct hc_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        hc_column_release(&table->columns[i]);
    hc_free(table->columns);
    hc_free(table->key);
    for (size_t t = 0; t < HC_TRAITS; t++)
        hc_free(table->traits[t].text);
    hc_free(table->row);
    hc_arena_release(&table->strings);
    *table = (struct hc_table){0};
}

static void release_step(struct hc_step_input *step)
{
    hc_free(step->moves);
    hc_free(step->new_units);
    hc_map_release(&step->beside_codes);
    hc_arena_release(&step->strings);
}

int hc_source_sum(const struct hc_source_info *source, struct hc_source_sum *sum)
{
    *sum = (struct hc_source_sum){.sha256 = ""};
    int status = source->digest ? hc_digest_wait(source->digest, &sum->sha256, &sum->bytes) : 0;
    sum->bytes += source->other_bytes;
    return status;
}

void hc_source_info_release(struct hc_source_info *source)
{
    hc_digest_release(source->digest);
    hc_free(source->name);
    hc_free(source->encoding);
    *source = (struct hc_source_info){0};
}

void hc_input_release(struct hc_input *input)
{
    for (size_t i = 0; input->layers && i < input->project.n_levels; i++)
        hc_layer_release(&input->layers[i]);
    for (size_t i = 0; input->tables && i < input->n_tables; i++)
        hc_table_release(&input->tables[i]);
    for (size_t i = 0; input->steps && i < input->n_steps; i++)
        release_step(&input->steps[i]);
    for (size_t i = 0; i < input->n_sources; i++)
        hc_source_info_release(&input->sources[i]);
    hc_free(input->layers);
    hc_free(input->tables);
    hc_free(input->steps);
    hc_free(input->sources);
    hc_free(input->links);
    hc_services_input_release(&input->services);
    hc_arena_release(&input->strings);
    hc_project_release(&input->project);
    *input = (struct hc_input){0};
}

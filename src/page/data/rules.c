#include "page/data/data.h"

static const char *rule_name(enum hc_rule_type type)
{
    static const char *const names[] = {"range", "contiguous", "within_parent", "together", "apart", "keep", "convert"};
    return names[type];
}

static void put_rule(struct hc_buf *out, const struct hc_rule *rule)
{
    hc_data_next(out);
    hc_buf_addc(out, '{');
    hc_data_text(out, "type", rule_name(rule->type));
    hc_data_text(out, "level", rule->level);
    hc_data_text(out, "kind", rule->kind);
    hc_data_text(out, "measure", rule->measure);
    hc_data_number(out, "min", rule->min);
    hc_data_number(out, "max", rule->max);
    hc_data_text(out, "severity", hc_severity_name(rule->severity, HC_EN));
    hc_data_texts(out, "codes", rule->codes, rule->n_codes);
    hc_buf_addc(out, '}');
}

void hc_data_rules(struct hc_buf *out, const struct hc_result *r)
{
    const struct hc_input *input = r->input;
    hc_data_key(out, "rules");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < input->project.n_rules; i++)
        put_rule(out, &input->project.rules[i]);
    hc_buf_addc(out, ']');
    hc_data_key(out, "links");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < input->n_links; i++) {
        hc_data_next(out);
        hc_buf_addc(out, '[');
        hc_buf_add_json(out, input->links[i].a);
        hc_buf_addc(out, ',');
        hc_buf_add_json(out, input->links[i].b);
        hc_buf_adds(out, input->links[i].cut ? ",1]" : ",0]");
    }
    hc_buf_addc(out, ']');
}

static void put_finding(struct hc_buf *out, const struct hc_finding *f, const struct hc_xy *lonlat)
{
    hc_data_next(out);
    hc_buf_addc(out, '{');
    hc_data_text(out, "id", f->id);
    hc_data_text(out, "severity", hc_severity_name(f->severity, HC_EN));
    hc_data_text(out, "level", f->level);
    hc_data_texts(out, "codes", f->codes, f->n_codes);
    if (f->has_place && lonlat) {
        hc_data_key(out, "at");
        hc_buf_addf(out, "[%.6f,%.6f]", lonlat->x, lonlat->y);
    }
    hc_data_both(out, "what", &f->what);
    hc_data_both(out, "remedy", &f->remedy);
    hc_buf_addc(out, '}');
}

void hc_data_findings(struct hc_buf *out, const struct hc_findings *findings, const struct hc_xy *lonlat, size_t most)
{
    hc_data_key(out, "findings");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < findings->count && i < most; i++)
        put_finding(out, &findings->items[i], lonlat ? &lonlat[i] : NULL);
    hc_buf_addc(out, ']');
    hc_data_key(out, "nFindings");
    hc_buf_addi(out, (int64_t)hc_findings_total(findings));
}

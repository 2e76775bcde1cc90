#include "page/data/data.h"

void hc_data_next(struct hc_buf *out)
{
    char last = out->len ? out->data[out->len - 1] : '[';
    if (last != '[' && last != '{' && last != ',' && last != ':')
        hc_buf_addc(out, ',');
}

void hc_data_key(struct hc_buf *out, const char *key)
{
    hc_data_next(out);
    hc_buf_add_json(out, key);
    hc_buf_addc(out, ':');
}

void hc_data_text(struct hc_buf *out, const char *key, const char *text)
{
    hc_data_key(out, key);
    hc_buf_add_json(out, text);
}

void hc_data_int(struct hc_buf *out, int64_t value)
{
    const int64_t most = (int64_t)1 << 53;
    if (value == HC_MISSING) {
        hc_buf_adds(out, "null");
        return;
    }
    bool wide = value > most || value < -most;
    hc_buf_adds(out, wide ? "\"" : "");
    hc_buf_addi(out, value);
    hc_buf_adds(out, wide ? "\"" : "");
}

void hc_data_texts(struct hc_buf *out, const char *key, char *const *texts, size_t n)
{
    hc_data_key(out, key);
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < n; i++) {
        hc_buf_adds(out, i ? "," : "");
        hc_buf_add_json(out, texts[i]);
    }
    hc_buf_addc(out, ']');
}

void hc_data_both(struct hc_buf *out, const char *key, const struct hc_text *text)
{
    hc_data_key(out, key);
    hc_buf_addc(out, '[');
    hc_buf_add_json(out, hc_text_in(text, HC_EN));
    hc_buf_addc(out, ',');
    hc_buf_add_json(out, hc_text_in(text, HC_ZH));
    hc_buf_addc(out, ']');
}

void hc_data_number(struct hc_buf *out, const char *key, struct hc_number n)
{
    char text[64];
    hc_data_text(out, key, n.missing ? NULL : hc_decimal_format(n.num, n.scale, text));
}

void hc_data_column(struct hc_buf *out, const struct hc_column *c)
{
    hc_data_next(out);
    hc_buf_addc(out, '{');
    hc_data_text(out, "name", c->name);
    hc_data_text(out, "agg", hc_agg_name(c->agg));
    hc_data_text(out, "weight", c->weight);
    hc_data_key(out, "derived");
    hc_buf_adds(out, c->derived ? "true" : "false");
    hc_data_key(out, "type");
    hc_buf_addi(out, c->type);
    hc_data_key(out, "scale");
    hc_buf_addi(out, c->scale);
    hc_data_key(out, "values");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < c->n; i++) {
        hc_buf_adds(out, i ? "," : "");
        if (c->type == HC_TEXT)
            hc_buf_add_json(out, c->text[i]);
        else if (c->type == HC_REAL)
            hc_buf_addd(out, c->real[i]);
        else
            hc_data_int(out, c->value[i]);
    }
    hc_buf_adds(out, "]}");
}

#include "cli/console.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "cli/command.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *say(enum hc_lang lang, const char *en, const char *zh)
{
    return lang == HC_ZH ? zh : en;
}

int hc_console_fail_of(struct hc_err *err, enum hc_lang lang, const char *command)
{
    int code = err->code == HC_DONE ? HC_FAULT : (int)err->code;
    bool known = command && hc_command_find(command);
    fprintf(stderr, "hecun: %s\n", hc_text_in(&err->text, lang));
    if (code == HC_USAGE)
        fprintf(stderr, say(lang, "See hecun help%s%s.\n", "用法请见 hecun help%s%s。\n"), known ? " " : "",
                known ? command : "");
    hc_err_release(err);
    return code;
}

int hc_console_fail(struct hc_err *err, enum hc_lang lang)
{
    return hc_console_fail_of(err, lang, NULL);
}

/* Text out of files may hold anything: control characters do not reach the terminal. */
static void print_safe(FILE *file, const char *text)
{
    for (; *text; text++)
        fputc((unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text, file);
}

#define SHOWN_OF_EACH 5

/* The remedy is left away where the next one, NULL where there is none, has the same. */
static void print_finding(const struct hc_finding *f, const struct hc_finding *next, enum hc_lang lang)
{
    const char *remedy = hc_text_in(&f->remedy, lang);
    if (next && strcmp(remedy, hc_text_in(&next->remedy, lang)) == 0)
        remedy = "";
    fprintf(stderr, "%s [%s] ", hc_severity_name(f->severity, lang), f->id);
    print_safe(stderr, hc_text_in(&f->what, lang));
    if (*remedy) {
        fputs("\n    ", stderr);
        print_safe(stderr, remedy);
    }
    fputc('\n', stderr);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

void hc_console_findings(const struct hc_findings *findings, enum hc_lang lang, const struct hc_options *options)
{
    size_t errors = hc_findings_count(findings, HC_ERROR) + hc_findings_count(findings, HC_REFUSAL);
    size_t warnings = hc_findings_count(findings, HC_WARNING), notes = hc_findings_count(findings, HC_NOTE);
    for (size_t i = 0, end; i < findings->count; i = end) {
        const struct hc_finding *first = &findings->items[i];
        for (end = i; end < findings->count && findings->items[end].kind == first->kind; end++)
            ;
        bool field = strcmp(first->id, "field_chosen") == 0;
        if ((first->severity == HC_NOTE && !options->verbose && !field) ||
            (options->quiet && first->severity < HC_ERROR))
            continue;
        size_t total = findings->kinds[first->kind].total;
        size_t shown = options->verbose || end - i <= SHOWN_OF_EACH ? end - i : SHOWN_OF_EACH;
        for (size_t k = i; k < i + shown; k++)
            print_finding(&findings->items[k], k + 1 < i + shown ? &findings->items[k + 1] : NULL, lang);
        if (shown < end - i)
            fprintf(stderr, say(lang, "    ... and %zu more [%s]\n", "    …… 另有 %zu 项 [%s]\n"), total - shown,
                    first->id);
    }
    if (findings->count && !options->quiet)
        fprintf(stderr,
                say(lang, "%zu error%s, %zu warning%s, %zu note%s%s\n",
                    "错误 %zu 项%.0s，警告 %zu 项%.0s，提示 %zu 项%.0s%s\n"),
                errors, plural(errors), warnings, plural(warnings), notes, plural(notes),
                notes && !options->verbose ? say(lang, " (-v shows all)", "（-v 显示全部）") : "");
}

void hc_console_findings_json(const struct hc_findings *findings, enum hc_lang lang)
{
    struct hc_buf out = {0};
    hc_buf_addc(&out, '[');
    for (size_t i = 0; i < findings->count; i++) {
        const struct hc_finding *f = &findings->items[i];
        hc_buf_addf(&out, "%s\n  {\"id\": \"%s\", \"severity\": \"%s\", \"level\": ", i ? "," : "", f->id,
                    hc_severity_name(f->severity, HC_EN));
        hc_buf_add_json(&out, f->level);
        hc_buf_adds(&out, ", \"codes\": [");
        for (size_t c = 0; c < f->n_codes; c++) {
            hc_buf_adds(&out, c ? ", " : "");
            hc_buf_add_json(&out, f->codes[c]);
        }
        hc_buf_adds(&out, "], \"what\": ");
        hc_buf_add_json(&out, hc_text_in(&f->what, lang));
        hc_buf_adds(&out, ", \"remedy\": ");
        hc_buf_add_json(&out, hc_text_in(&f->remedy, lang));
        if (f->unlisted)
            hc_buf_addf(&out, ", \"unlisted\": %zu", f->unlisted);
        hc_buf_addc(&out, '}');
    }
    hc_buf_adds(&out, findings->count ? "\n]\n" : "]\n");
    fwrite(out.data, 1, out.len, stdout);
    hc_buf_release(&out);
}

/* Left-aligned in `width` columns of the screen. */
static void print_left(const char *text, size_t width)
{
    size_t n = hc_utf8_width(text);
    print_safe(stdout, text);
    for (; n < width; n++)
        putchar(' ');
}

static void print_right(const char *text, size_t width)
{
    for (size_t n = hc_utf8_width(text); n < width; n++)
        putchar(' ');
    print_safe(stdout, text);
}

void hc_console_cell(const char *text, size_t width, bool right)
{
    if (right)
        print_right(text, width);
    else
        print_left(text, width);
}

/* A number before and after, and its change; of a project without a plan there is one column alone. */
static void print_row(const struct hc_result *r, const char *label, struct hc_number a, struct hc_number b, int places)
{
    char text[64], percent[72];
    struct hc_number change = hc_number_sub(b, a);
    struct hc_number rate = hc_number_div(change, hc_number_div(a, hc_number_decimal(100, 0)));
    print_left(label, 34);
    print_right(hc_number_format(a, places, true, text), 18);
    if (r->n_states == 1) {
        putchar('\n');
        return;
    }
    print_right(hc_number_format(b, places, true, text), 18);
    snprintf(percent, sizeof percent, "%s%s%s", hc_number_format_sign(rate, 1), hc_number_format(rate, 1, true, text),
             rate.missing ? "" : "%");
    print_right(percent, 11);
    putchar('\n');
}

/* Totals and means of what adds up: people, land. */
static void print_measure(const struct hc_result *r, const struct hc_stats *before, const struct hc_stat *after,
                          enum hc_lang lang)
{
    const struct hc_project *p = &r->input->project;
    const struct hc_stat *was = hc_stats_find(before, after->measure);
    int64_t divisor;
    const char *name = hc_measure_title_in(p, after->measure, lang, &divisor);
    struct hc_number unit = hc_number_decimal(divisor, 0), none = hc_number_missing();
    bool area = divisor > 1;
    char label[200];
    if (after->ratio) {
        print_row(r, name, was ? was->mean : none, after->mean, 4);
        return;
    }
    if (after->sum.missing && !after->mean.missing) {
        snprintf(label, sizeof label, say(lang, "%s, mean", "%s，平均"), name);
        print_row(r, label, was ? was->mean : none, after->mean, 1);
        return;
    }
    print_row(r, name, was ? hc_number_div(was->sum, unit) : none, hc_number_div(after->sum, unit), area ? 2 : 0);
    snprintf(label, sizeof label, "  %s", say(lang, "mean", "平均"));
    print_row(r, label, was ? hc_number_div(was->mean, unit) : none, hc_number_div(after->mean, unit), area ? 2 : 1);
}

static struct hc_number count_of(const struct hc_stats *s)
{
    return hc_number_decimal((int64_t)s->count, 0);
}

static void print_kinds(const struct hc_result *r, const struct hc_level_summary *before,
                        const struct hc_level_summary *after)
{
    for (size_t k = 0; k < after->n_kinds; k++) {
        char label[200];
        const struct hc_stats none = {0}, *was = &none;
        for (size_t i = 0; i < before->n_kinds; i++)
            if (strcmp(before->kinds[i].kind, after->kinds[k].kind) == 0)
                was = &before->kinds[i];
        snprintf(label, sizeof label, "  %s", after->kinds[k].kind);
        print_row(r, label, count_of(was), count_of(&after->kinds[k]), 0);
    }
}

/* Where a table brings official areas, each unit's beside the measured one; for levels of few units. */
static void print_official(const struct hc_level_state *l, enum hc_lang lang)
{
    const struct hc_column *official = hc_units_column(&l->units, "official_area_m2");
    if (!official || !l->face_unit || l->units.count > 30)
        return;
    printf("\n");
    print_left(say(lang, "after, area in km²", "调整后，面积（平方公里）"), 34);
    print_right(say(lang, "measured", "量算"), 18);
    print_right(say(lang, "official", "公布"), 18);
    print_right(say(lang, "diff.", "相差"), 11);
    printf("\n");
    for (size_t i = 0; i < l->units.count; i++) {
        char label[200], text[64];
        struct hc_number a = hc_number_decimal(l->area[i], HC_AREA_SCALE), b = hc_column_number(official, i);
        struct hc_number km2 = hc_number_decimal(1000000, 0), percent = hc_number_decimal(100, 0);
        snprintf(label, sizeof label, "%s %s", l->units.code[i], l->units.name[i] ? l->units.name[i] : "");
        print_left(label, 34);
        print_right(hc_number_format(hc_number_div(a, km2), 4, true, text), 18);
        print_right(hc_number_format(hc_number_div(b, km2), 4, true, text), 18);
        struct hc_number rate = hc_number_div(hc_number_sub(a, b), hc_number_div(b, percent));
        hc_number_format(rate, 3, true, text);
        print_right(strcat(text, rate.missing ? "" : "%"), 11);
        printf("\n");
    }
}

/* "before" says nothing where nothing comes after. */
static const char *state_title(const struct hc_result *r, enum hc_lang lang)
{
    const char *date = r->states[0].date;
    return r->n_states == 1 && strcmp(date, "before") == 0 ? say(lang, "as it is", "现状") : hc_state_title(date, lang);
}

void hc_console_result(const struct hc_result *r, enum hc_lang lang)
{
    const struct hc_project *p = &r->input->project;
    size_t last = r->n_states - 1;
    if (p->title)
        printf("%s\n", p->title);
    if (p->notice)
        printf("** %s **\n", p->notice);
    for (uint32_t l = 0; l < p->n_levels; l++) {
        const struct hc_level_summary *before = &r->summaries[0][l], *after = &r->summaries[last][l];
        printf("\n");
        print_left(p->levels[l].title ? p->levels[l].title : p->levels[l].id, 34);
        print_right(state_title(r, lang), 18);
        if (last) {
            print_right(hc_state_title(r->states[last].date, lang), 18);
            print_right(say(lang, "change", "增减率"), 11);
        }
        printf("\n");
        print_row(r, say(lang, "units", "单元数"), count_of(&before->all), count_of(&after->all), 0);
        print_kinds(r, before, after);
        for (size_t i = 0; i < after->all.n; i++) {
            const struct hc_stat *s = &after->all.items[i];
            static const char *const quiet[] = {"perimeter_m", "polsby_popper", "reock", "members"};
            bool skip = false;
            for (size_t k = 0; k < 4; k++)
                skip = skip || strcmp(quiet[k], s->measure) == 0;
            if (!skip)
                print_measure(r, &before->all, s, lang);
        }
        print_official(&r->states[last].levels[l], lang);
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void tell(void *ctx, const char *what, size_t done, size_t total)
{
    struct hc_console_progress *p = ctx;
    if (!p->enabled || now() - p->started < 1)
        return;
    const char *zh = strcmp(what, "reading") == 0    ? "读取"
                     : strcmp(what, "writing") == 0  ? "写出"
                     : strcmp(what, "drawing") == 0  ? "绘图"
                     : strcmp(what, "sampling") == 0 ? "抽样"
                                                     : "构建";
    p->shown = true;
    if (total)
        fprintf(stderr, "\r\033[K%s %zu/%zu", say(p->lang, what, zh), done, total);
    else
        fprintf(stderr, "\r\033[K%s %zu", say(p->lang, what, zh), done);
    fflush(stderr);
}

static void tell_gap(void *ctx, const char *what, double best, double bound)
{
    struct hc_console_progress *p = ctx;
    const char *zh = strcmp(what, "proving") == 0 ? "求证" : "搜索";
    if (!p->enabled || now() - p->started < 1)
        return;
    p->shown = true;
    fprintf(stderr, "\r\033[K%s: ", say(p->lang, what, zh));
    if (isnan(best))
        fputs(say(p->lang, "no plan yet", "尚无方案"), stderr);
    else
        fprintf(stderr, "%s %.6g", say(p->lang, "best", "最好"), best);
    if (!isnan(bound))
        fprintf(stderr, "%s %.6g", say(p->lang, ", bound", "，下界"), bound);
    if (!isnan(best) && !isnan(bound) && best > 0)
        fprintf(stderr, "%s %.2f%%", say(p->lang, ", gap", "，差距"), 100 * fmax(0, (best - bound) / best));
    fflush(stderr);
}

struct hc_progress hc_console_progress(struct hc_console_progress *p, enum hc_lang lang, bool quiet)
{
    *p = (struct hc_console_progress){now(), false, !quiet && isatty(STDERR_FILENO), lang};
    return (struct hc_progress){tell, p, tell_gap};
}

void hc_console_progress_end(struct hc_console_progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}

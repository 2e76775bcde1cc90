#include "base/buf.h"
#include "cli/command.h"
#include "cli/console.h"
#include "load/load.h"
#include "report/draft/draft.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The day of writing, or that of SOURCE_DATE_EPOCH. */
static void find_today(char out[16])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    struct tm day;
    if (!gmtime_r(&now, &day) || strftime(out, 16, "%Y-%m-%d", &day) == 0)
        strcpy(out, "2100-01-01");
}

static const char *use_name(enum hc_find_use use, enum hc_lang lang)
{
    static const char *const names[][2] = {
        [HC_FIND_UNUSED] = {"not used", "未使用"},     [HC_FIND_LEVEL] = {"level", "层级"},
        [HC_FIND_TABLE] = {"table of", "属性表"},      [HC_FIND_PLAN] = {"plan for", "方案"},
        [HC_FIND_NEW_UNITS] = {"new units", "新单元"}, [HC_FIND_LINKS] = {"links", "连接表"},
        [HC_FIND_OFFICES] = {"offices", "办公用房"},   [HC_FIND_FIGURES] = {"figures", "公布数字"},
    };
    return names[use][lang == HC_ZH];
}

static void show(const struct hc_draft *d, enum hc_lang lang)
{
    for (size_t i = 0; i < d->look.n; i++) {
        const struct hc_find *f = &d->look.items[i];
        if (f->is_json && f->use == HC_FIND_UNUSED)
            continue;
        hc_console_cell(f->source, 36, false);
        printf(" %s", use_name(f->use, lang));
        if (f->use != HC_FIND_UNUSED && f->level != HC_NONE)
            printf(" %s", d->levels[f->level].id);
        if (f->use == HC_FIND_UNUSED && f->note.en)
            printf("%s%s", lang == HC_ZH ? "：" : ": ", hc_text_in(&f->note, lang));
        putchar('\n');
    }
    fflush(stdout);
    if (d->look.n_unnamed)
        fprintf(
            stderr,
            lang == HC_ZH
                ? "%zu 个文件的名称不能写入项目（非 UTF-8 或含控制字符），请改名\n"
                : "%zu files have names that a project cannot hold (not UTF-8, or control characters): rename them\n",
            d->look.n_unnamed);
}

/* What was written is read again at once: what it still lacks is said now, not at the next command. */
static int check(const char *folder, enum hc_lang lang)
{
    struct hc_options options = {.command = "check",
                                 .project = folder,
                                 .arguments = {folder},
                                 .n_arguments = 1,
                                 .quiet = true,
                                 .wrote = true,
                                 .lang = lang == HC_ZH ? "zh" : "en"};
    return hc_command_check.run(&options);
}

static int write_project(const struct hc_options *o, const struct hc_draft *d, struct hc_err *err)
{
    struct hc_buf text = {0}, path = {0};
    enum hc_lang lang = d->look.lang;
    hc_draft_write(d, &text);
    hc_buf_addf(&path, "%s/project.json", o->project);
    int status = 0;
    if (o->json)
        fwrite(text.data, 1, text.len, stdout);
    else if ((status = hc_draft_save(path.data, &text, err)) == 0 && !o->quiet)
        show(d, lang);
    if (status == 0 && !o->json) {
        fprintf(stderr, lang == HC_ZH ? "已写入 %s\n" : "written to %s\n", path.data);
        if (d->look.lang_usual && lang == HC_ZH && !o->quiet)
            fprintf(stderr, "输出语言取自系统：\"lang\": \"zh\"，写在项目中；改为 \"en\" 则输出英文\n");
        status = check(o->project, lang);
        if (!o->quiet && status <= HC_FOUND)
            fprintf(stderr,
                    lang == HC_ZH ? "接下来：看一看 %s，然后 hecun simulate %s --out 结果\n"
                                  : "next: look at %s, then hecun simulate %s --out out\n",
                    path.data, o->project);
        else if (status > HC_FOUND)
            fprintf(stderr,
                    lang == HC_ZH ? "%s 已写好；请先解决上面的问题，再运行 hecun check %s\n"
                                  : "%s is there; mend what stands above, then: hecun check %s\n",
                    path.data, o->project);
    }
    hc_buf_release(&text);
    hc_buf_release(&path);
    return status;
}

static int run_init(const struct hc_options *options)
{
    struct hc_draft draft = {0};
    struct hc_err err = {0};
    enum hc_lang lang = hc_options_tongue(options);
    char today[16];
    int status;
    if (!options->project) {
        hc_err_set(&err, HC_USAGE, "name the folder that holds your layers and tables: hecun init DIR",
                   "请给出存放图层和表格的文件夹：hecun init 文件夹");
        return hc_console_fail(&err, lang);
    }
    find_today(today);
    hc_load_init();
    status = hc_look_into(&draft.look, options->project, options->lang ? &lang : NULL, lang, &err);
    if (status == 0)
        status = hc_draft_make(&draft, today, &err);
    if (status == 0)
        status = write_project(options, &draft, &err);
    if (err.code != HC_DONE)
        status = hc_console_fail(&err, lang);
    hc_draft_release(&draft);
    return status;
}

const struct hc_command hc_command_init = {
    .name = "init",
    .bit = HC_COMMAND_INIT,
    .most_arguments = 1,
    .summary = {"write a commented project from the files in a folder", "根据文件夹中的文件写出带说明的项目"},
    .usage = {"hecun init [options] DIR\n", "hecun init [选项] 文件夹\n"},
    .examples = {"  hecun init my_county               # writes my_county/project.json, never over another\n"
                 "  hecun init my_county --json        # only shows it\n",
                 "  hecun init 我县                    # 写出 我县/project.json，绝不覆盖已有文件\n"
                 "  hecun init 我县 --json             # 只显示，不写\n"},
    .run = run_init,
};

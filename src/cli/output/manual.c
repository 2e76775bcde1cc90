#include "cli/output/manual.h"

#include "cli/command.h"
#include "cli/option_table.h"
#include "load/load.h"
#include "report/table/summary.h"
#include <stdio.h>
#include <string.h>

/* Text as roff shows it: backslashes and hyphens as they are, no line that begins with a request. */
static void roff(const char *text)
{
    bool start = true;
    for (const char *c = text; *c; c++) {
        if (start && (*c == '.' || *c == '\''))
            fputs("\\&", stdout);
        if (*c == '\\')
            fputs("\\e", stdout);
        else if (*c == '-')
            fputs("\\-", stdout);
        else
            putchar(*c);
        start = *c == '\n';
    }
}

static void man_options(const struct hc_command *command, enum hc_lang lang)
{
    for (size_t k = 0; k < hc_n_options; k++) {
        const struct hc_option *o = &hc_option_table[k];
        const char *value = hc_text_in(&o->value, lang);
        if (!(o->commands & (unsigned)command->bit))
            continue;
        printf(".TP\n\\fB");
        if (o->brief) {
            roff(o->brief);
            printf("\\fR, \\fB");
        }
        roff(o->name);
        printf("\\fR");
        if (*value) {
            printf(" \\fI");
            roff(value);
            printf("\\fR");
        }
        putchar('\n');
        roff(hc_text_in(&o->help, lang));
        putchar('\n');
    }
}

static void man_command(const struct hc_command *c, enum hc_lang lang)
{
    printf(".SS ");
    roff(c->name);
    putchar('\n');
    roff(hc_text_in(&c->summary, lang));
    printf("\n.PP\n.nf\n");
    roff(hc_text_in(&c->usage, lang));
    printf(".fi\n");
    if (c->bit != HC_COMMAND_HELP)
        man_options(c, lang);
    if (!c->examples.en)
        return;
    printf(".PP\n%s\n.PP\n.nf\n", lang == HC_ZH ? "示例：" : "Examples:");
    roff(hc_text_in(&c->examples, lang));
    printf(".fi\n");
}

static void tell_man(enum hc_lang lang)
{
    bool zh = lang == HC_ZH;
    printf(".\\\" made by hecun help man\n.TH HECUN 1 \"\" \"hecun %s\" \"%s\"\n", HC_VERSION,
           zh ? "hecun 手册" : "hecun");
    printf(".SH %s\nhecun \\- %s\n", zh ? "名称" : "NAME",
           zh ? "行政区划调整会带来什么" : "what restructured administrative units give");
    printf(".SH %s\n\\fBhecun\\fR \\fI%s\\fR [\\fI%s\\fR] [\\fI%s\\fR]\n", zh ? "概要" : "SYNOPSIS",
           zh ? "命令" : "COMMAND", zh ? "选项" : "options", zh ? "项目" : "PROJECT");
    printf(".SH %s\n", zh ? "命令" : "COMMANDS");
    for (size_t i = 0; hc_commands[i]; i++)
        man_command(hc_commands[i], lang);
    printf(".SH %s\n.TP\n0\n%s\n.TP\n1\n%s\n.TP\n2\n%s\n.TP\n3\n%s\n.TP\n4\n%s\n.TP\n70\n%s\n",
           zh ? "退出码" : "EXIT STATUS", zh ? "完成" : "done", zh ? "完成，但发现错误" : "done, with errors found",
           zh ? "用法错误" : "usage",
           zh ? "拒绝：结果没有意义，未写任何文件" : "refused: a result would mean nothing; nothing was written",
           zh ? "无法打开或写入" : "cannot open or write",
           zh ? "hecun 自身的错误，或内存不足" : "a fault of hecun's own, or out of memory");
}

/* Values that are words: "zh|en", and the lists that help gives. */
static const char *words_for(const char *option)
{
    static const char *const words[][2] = {
        {"--lang", "zh en"},
        {"--format", "geojson gpkg csv xlsx shp fgb pdf svg png"},
        {"--sheets", "before after compare changed measures services findings"},
        {"--objective", "balance access border links stability kinds"},
        {"--gaps", "longest largest keep"},
        {"--overlaps", "larger smaller first"},
        {"--paper", "a0 a1 a2 a3 a4 a4-portrait a4-landscape"},
        {"--classes", "quantile equal natural"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], option) == 0)
            return words[i][1];
    return NULL;
}

static void complete_values(void)
{
    puts("    case $previous in\n    --level)\n"
         "        project=.\n"
         "        for word in \"${COMP_WORDS[@]:2}\"; do\n"
         "            [ -e \"$word/project.json\" ] && project=$word\n"
         "            [[ $word == *.json && -f $word ]] && project=$word\n"
         "        done\n"
         "        COMPREPLY=($(compgen -W \"$(hecun help levels \"$project\" 2>/dev/null)\" -- \"$current\"))\n"
         "        return ;;");
    for (size_t k = 0; k < hc_n_options; k++) {
        const char *words = words_for(hc_option_table[k].name);
        bool again = k > 0 && strcmp(hc_option_table[k].name, hc_option_table[k - 1].name) == 0;
        if (words && !again)
            printf("    %s)\n        COMPREPLY=($(compgen -W \"%s\" -- \"$current\"))\n        return ;;\n",
                   hc_option_table[k].name, words);
    }
    puts("    esac");
}

static void complete_options(void)
{
    puts("    case ${COMP_WORDS[1]} in");
    for (size_t i = 0; hc_commands[i]; i++) {
        printf("    %s) options=\"", hc_commands[i]->name);
        for (size_t k = 0; k < hc_n_options; k++)
            if (hc_option_table[k].commands & (unsigned)hc_commands[i]->bit)
                printf("%s ", hc_option_table[k].name);
        puts("\" ;;");
    }
    puts("    esac");
}

static void tell_completion(void)
{
    puts("# bash completion of hecun; made by hecun help completion\n"
         "_hecun() {\n"
         "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} options= project word\n"
         "    local IFS=$' \\n'");
    printf("    local commands=\"");
    for (size_t i = 0; hc_commands[i]; i++)
        printf("%s ", hc_commands[i]->name);
    puts("\"\n    if [ \"$COMP_CWORD\" = 1 ]; then\n"
         "        COMPREPLY=($(compgen -W \"$commands --help --version\" -- \"$current\"))\n"
         "        return\n    fi\n"
         "    if [ \"${COMP_WORDS[1]}\" = help ]; then\n"
         "        COMPREPLY=($(compgen -W \"$commands\" -- \"$current\"))\n"
         "        return\n    fi");
    complete_values();
    complete_options();
    puts("    [[ $current == -* ]] && COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n"
         "}\n"
         "complete -o default -F _hecun hecun");
}

/* The ids of the project's levels, a line each; nothing is opened but the project file. */
static int tell_levels(const char *project)
{
    struct hc_project p = {0};
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    int code = HC_REFUSED;
    if (hc_load_project(project ? project : ".", &p, &findings, &err) == 0) {
        for (size_t i = 0; i < p.n_levels; i++)
            puts(p.levels[i].id);
        code = HC_DONE;
    }
    hc_project_release(&p);
    hc_findings_release(&findings);
    hc_err_release(&err);
    return code;
}

bool hc_manual_topic(const char *topic, const char *argument, enum hc_lang lang, int *code)
{
    *code = HC_DONE;
    if (strcmp(topic, "man") == 0)
        tell_man(lang);
    else if (strcmp(topic, "completion") == 0)
        tell_completion();
    else if (strcmp(topic, "levels") == 0)
        *code = tell_levels(argument);
    else
        return false;
    return true;
}

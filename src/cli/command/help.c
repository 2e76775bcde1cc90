#include "cli/command.h"
#include "cli/console.h"
#include "cli/output/manual.h"
#include <stdio.h>
#include <string.h>

/* clang-format off */
const struct hc_command *const hc_commands[] = {
    &hc_command_simulate,
    &hc_command_check,
    &hc_command_clean,
    &hc_command_reproduce,
    &hc_command_map,
    &hc_command_derive,
    &hc_command_convert,
    &hc_command_propose,
    &hc_command_compare,
    &hc_command_init,
    &hc_command_help,
    NULL,
};
/* clang-format on */

const struct hc_command *hc_command_find(const char *name)
{
    for (size_t i = 0; hc_commands[i]; i++)
        if (strcmp(hc_commands[i]->name, name) == 0)
            return hc_commands[i];
    return NULL;
}

int hc_command_unknown(const char *name, struct hc_err *err)
{
    const char *names[32] = {0};
    for (size_t i = 0; hc_commands[i]; i++)
        names[i] = hc_commands[i]->name;
    const char *near = hc_nearest(name, names);
    if (near)
        return hc_err_set(err, HC_USAGE, "no command is called \"%s\"; did you mean %s?",
                          "没有名为“%s”的命令；是否指 %s？", name, near);
    return hc_err_set(err, HC_USAGE, "no command is called \"%s\"", "没有名为“%s”的命令", name);
}

static void list_commands(enum hc_lang lang)
{
    printf("%s", lang == HC_ZH ? "hecun（合村）：行政区划调整会带来什么？\n\n用法：hecun 命令 [选项] [项目]\n\n"
                               : "hecun: what do we get if administrative units are restructured like this?\n\n"
                                 "usage: hecun COMMAND [options] [PROJECT]\n\n");
    for (size_t i = 0; hc_commands[i]; i++)
        printf("  %-10s %s\n", hc_commands[i]->name, hc_text_in(&hc_commands[i]->summary, lang));
    printf("%s",
           lang == HC_ZH
               ? "\n各命令的选项与示例见 hecun help 命令。\n"
                 "退出码：0 完成；1 完成但有错误；2 用法；3 拒绝，结果没有意义；4 无法读写；70 hecun 自身的错误。\n"
               : "\nhecun help COMMAND tells its options, with examples.\n"
                 "exit: 0 done; 1 done, with errors found; 2 usage; 3 refused, a result would mean nothing;\n"
                 "      4 cannot open or write; 70 a fault of hecun's own.\n");
}

static void tell_of(const struct hc_command *c, enum hc_lang lang)
{
    printf("%s%s\n", lang == HC_ZH ? "用法：" : "usage: ", hc_text_in(&c->usage, lang));
    if (c->bit != HC_COMMAND_HELP)
        hc_options_list(c->bit, lang);
    if (c->examples.en)
        printf("\n%s\n%s", lang == HC_ZH ? "示例：" : "examples:", hc_text_in(&c->examples, lang));
}

int hc_command_tell(const struct hc_options *options)
{
    enum hc_lang lang = hc_options_tongue(options);
    const char *about = options->help && options->command && strcmp(options->command, "help") != 0 ? options->command
                                                                                                   : options->project;
    const struct hc_command *command = about ? hc_command_find(about) : NULL;
    int code;
    if (about && !command && hc_manual_topic(about, options->arguments[1], lang, &code))
        return code;
    if (about && !command) {
        struct hc_err err = {0};
        hc_command_unknown(about, &err);
        return hc_console_fail(&err, lang);
    }
    if (command)
        tell_of(command, lang);
    else
        list_commands(lang);
    return HC_DONE;
}

const struct hc_command hc_command_help = {
    .name = "help",
    .bit = HC_COMMAND_HELP,
    .most_arguments = 2,
    .summary = {"this, or help on a command", "显示本帮助，或某个命令的帮助"},
    .usage = {"hecun help [COMMAND]\n"
              "       hecun help man|completion      the manual page; completion for bash\n"
              "       hecun help levels [PROJECT]    the ids of its levels\n",
              "hecun help [命令]\n"
              "      hecun help man|completion      手册页；bash 补全脚本\n"
              "      hecun help levels [项目]       项目各层级的 id\n"},
    .run = hc_command_tell,
};

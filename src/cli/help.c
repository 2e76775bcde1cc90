#include "cli/command.h"
#include "cli/console.h"
#include <stdio.h>
#include <string.h>

#define OPTIONS_EN                                                                                                     \
    "  --units F             a layer of units, instead of a project (level \"unit\")\n"                                \
    "  --plan F              unit,to[,share][,level]: where each unit goes\n"                                          \
    "  --new-units F         code,name,kind,parent,seat,continues\n"                                                   \
    "  --table F             a table to join by code; can be given again\n"                                            \
    "  --sum a,b             columns to add up\n"                                                                      \
    "  --code --name --kind --parent --x --y FIELD   fields, where they are not found by themselves\n"                 \
    "  --links F             unit_a,unit_b[,length_m][,link]: bridges, ferries, cuts\n"                                \
    "  --encoding E          encoding of text, where it is not found by itself\n"                                      \
    "  --crs C               CRS of the layer (with --units), or of the GIS files written (with a project)\n"          \
    "  -o, --out DIR         folder to write; replaced as a whole\n"                                                   \
    "  -f, --format LIST     geojson,gpkg,csv,xlsx,shp,fgb\n"                                                          \
    "  --before              the dissolved levels of the first state too\n"                                            \
    "  --no-index            no spatial index\n"                                                                       \
    "  --json                results as JSON on standard output\n"                                                     \
    "  --lang zh|en   -j N   -q   -v   --help   --version\n"

#define OPTIONS_ZH                                                                                                          \
    "  --units F             单元图层（不用项目文件时；层级名为 unit）\n"                                 \
    "  --plan F              方案：unit,to[,share][,level]，各单元的去向\n"                                       \
    "  --new-units F         新单元：code,name,kind,parent,seat,continues\n"                                            \
    "  --table F             按代码连接的表，可多次给出\n"                                                     \
    "  --sum a,b             需要合计的列\n"                                                                          \
    "  --code --name --kind --parent --x --y 字段   未能自动识别时指定\n"                                        \
    "  --links F             连接表：unit_a,unit_b[,length_m][,link]（桥、渡口、断开）\n"                      \
    "  --encoding E          文本编码，未能自动识别时指定\n"                                                  \
    "  --crs C               图层的坐标系（配合 --units），或输出 GIS 文件的坐标系（配合项目）\n" \
    "  -o, --out DIR         输出文件夹，整体替换\n"                                                              \
    "  -f, --format 列表     geojson,gpkg,csv,xlsx,shp,fgb\n"                                                             \
    "  --before              同时输出首个状态中合成的层级\n"                                                  \
    "  --no-index            不建空间索引\n"                                                                          \
    "  --json                以 JSON 输出结果\n"                                                                       \
    "  --lang zh|en   -j N   -q   -v   --help   --version\n"

const struct hc_command hc_commands[] = {
    {"simulate",
     {"apply the steps of a project, or a plan, and write the results", "执行项目中的步骤或方案，写出结果"},
     hc_command_simulate,
     "usage: hecun simulate [options] PROJECT\n"
     "       hecun simulate --units F --plan F [--table F]... --out DIR\n\n" OPTIONS_EN "\nexamples:\n"
     "  hecun simulate sample_data/saaremaa --out out\n"
     "  hecun simulate --units villages.shp --table people.xlsx --plan plan.csv --out out --format gpkg,csv\n",
     "用法：hecun simulate [选项] 项目\n"
     "      hecun simulate --units F --plan F [--table F]... --out DIR\n\n" OPTIONS_ZH "\n示例：\n"
     "  hecun simulate sample_data/saaremaa --out out\n"
     "  hecun simulate --units 村界.shp --table 人口.xlsx --plan 方案.csv --out out --format gpkg,csv\n"},
    {"check",
     {"load and check only; exit 1 if an error is found", "只读取并检查；发现错误时退出码为 1"},
     hc_command_check,
     "usage: hecun check [options] PROJECT\n"
     "       hecun check --units F [--plan F] [--table F]...\n\n" OPTIONS_EN "\nexamples:\n"
     "  hecun check sample_data/saaremaa -v\n"
     "  hecun check --units villages.gpkg --out findings --format csv,gpkg\n",
     "用法：hecun check [选项] 项目\n"
     "      hecun check --units F [--plan F] [--table F]...\n\n" OPTIONS_ZH "\n示例：\n"
     "  hecun check sample_data/saaremaa -v\n"
     "  hecun check --units 村界.gpkg --out 检查 --format csv,gpkg\n"},
    {"help",
     {"this, or help on a command", "显示本帮助，或某个命令的帮助"},
     hc_command_help,
     "usage: hecun help [COMMAND]\n",
     "用法：hecun help [命令]\n"},
    {NULL, {NULL, NULL}, NULL, NULL, NULL},
};

const struct hc_command *hc_command_find(const char *name)
{
    for (const struct hc_command *c = hc_commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static void list_commands(enum hc_lang lang)
{
    printf("%s", lang == HC_ZH ? "hecun（合村）：行政区划调整会带来什么？\n\n用法：hecun 命令 [选项] [项目]\n\n"
                               : "hecun: what do we get if administrative units are restructured like this?\n\n"
                                 "usage: hecun COMMAND [options] [PROJECT]\n\n");
    for (const struct hc_command *c = hc_commands; c->name; c++)
        printf("  %-10s %s\n", c->name, hc_text_in(&c->summary, lang));
    printf("%s",
           lang == HC_ZH
               ? "\n各命令的选项与示例见 hecun help 命令。\n"
                 "退出码：0 完成；1 完成但有错误；2 用法；3 拒绝，结果没有意义；4 无法读写；70 hecun 自身的错误。\n"
               : "\nhecun help COMMAND tells its options, with examples.\n"
                 "exit: 0 done; 1 done, with errors found; 2 usage; 3 refused, a result would mean nothing;\n"
                 "      4 cannot open or write; 70 a fault of hecun's own.\n");
}

int hc_command_help(const struct hc_options *options)
{
    enum hc_lang lang = hc_options_lang(options, NULL);
    const char *about = options->help && options->command && strcmp(options->command, "help") != 0 ? options->command
                                                                                                   : options->project;
    const struct hc_command *command = about ? hc_command_find(about) : NULL;
    if (about && !command) {
        struct hc_err err = {0};
        hc_err_set(&err, HC_USAGE, "no command is called \"%s\"", "没有名为“%s”的命令", about);
        return hc_console_fail(&err, lang);
    }
    if (command)
        printf("%s", lang == HC_ZH ? command->help_zh : command->help_en);
    else
        list_commands(lang);
    return HC_DONE;
}

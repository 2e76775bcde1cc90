#include "cli/option_table.h"

#include "cli/options.h"

#define FLAG(member)   HC_OPTION_FLAG, offsetof(struct hc_options, member)
#define STRING(member) HC_OPTION_STRING, offsetof(struct hc_options, member)
#define ALL            0xffffu
#define MAPS           (HC_COMMAND_SIMULATE | HC_COMMAND_MAP)
#define PROJECT        (ALL & ~(unsigned)(HC_COMMAND_INIT | HC_COMMAND_HELP)) /* what reads units */
#define CLEANS         (unsigned)(HC_COMMAND_SIMULATE | HC_COMMAND_CLEAN)

/* One option, two or three lines. */
/* clang-format off */
const struct hc_option hc_option_table[] = {
    {"--units", NULL, STRING(units), PROJECT, {"F", "F"},
     {"a layer of units, instead of a project (level \"unit\")", "单元图层（不用项目文件时；层级名为 unit）"}},
    {"--plan", NULL, STRING(plan), PROJECT, {"F", "F"},
     {"unit,to[,share][,level]: where each unit goes", "方案：unit,to[,share][,level]，各单元的去向"}},
    {"--new-units", NULL, STRING(new_units), PROJECT, {"F", "F"},
     {"code,name,kind,parent,seat,continues", "新单元：code,name,kind,parent,seat,continues"}},
    {"--table", NULL, HC_OPTION_TABLE, 0, PROJECT, {"F", "F"},
     {"a table to join by code; can be given again", "按代码连接的表，可多次给出"}},
    {"--sum", NULL, STRING(sum), PROJECT, {"a,b", "a,b"}, {"columns to add up", "需要合计的列"}},
    {"--code", NULL, STRING(code), PROJECT, {"FIELD", "字段"},
     {"field of codes; this and the next five where they are not found by themselves",
      "代码字段；本项及以下五项，未能自动识别时指定"}},
    {"--name", NULL, STRING(name), PROJECT, {"FIELD", "字段"}, {"field of names", "名称字段"}},
    {"--kind", NULL, STRING(kind), PROJECT, {"FIELD", "字段"}, {"field of kinds", "类型字段"}},
    {"--parent", NULL, STRING(parent), PROJECT, {"FIELD", "字段"}, {"field of the parents' codes", "上级代码字段"}},
    {"--x", NULL, STRING(x), PROJECT, {"FIELD", "字段"},
     {"easting or longitude of where people are", "居民点横坐标或经度"}},
    {"--y", NULL, STRING(y), PROJECT, {"FIELD", "字段"},
     {"northing or latitude of where people are", "居民点纵坐标或纬度"}},
    {"--links", NULL, STRING(links), PROJECT, {"F", "F"},
     {"unit_a,unit_b[,length_m][,link]: bridges, ferries, cuts",
      "连接表：unit_a,unit_b[,length_m][,link]（桥、渡口、断开）"}},
    {"--encoding", NULL, STRING(encoding), PROJECT, {"E", "E"},
     {"encoding of text, where it is not found by itself", "文本编码，未能自动识别时指定"}},
    {"--crs", NULL, STRING(crs), PROJECT, {"C", "C"},
     {"CRS of the layer (with --units), or of the GIS files written (with a project)",
      "图层的坐标系（配合 --units），或输出 GIS 文件的坐标系（配合项目）"}},
    {"--figures", NULL, STRING(figures), HC_COMMAND_REPRODUCE, {"F", "F"},
     {"a file of published figures, instead of the project's", "公布数字文件（代替项目中的）"}},
    {"--out", "-o", STRING(out), ALL, {"DIR", "文件夹"}, {"folder to write; replaced as a whole", "输出文件夹，整体替换"}},
    {"--format", "-f", STRING(format), PROJECT, {"LIST", "列表"},
     {"of geojson,gpkg,csv,xlsx,shp,fgb; of map: pdf,svg,png",
      "可选 geojson,gpkg,csv,xlsx,shp,fgb；map 命令为 pdf,svg,png"}},
    {"--before", NULL, FLAG(before), HC_COMMAND_SIMULATE, {0},
     {"the dissolved levels of the first state too", "同时输出首个状态中合成的层级"}},
    {"--clean", NULL, FLAG(clean), HC_COMMAND_SIMULATE, {0},
     {"mend the coverage on the way in; the next five say how", "读入时清理边界；以下五项为清理方式"}},
    {"--tolerance", NULL, STRING(tolerance), CLEANS | HC_COMMAND_CHECK, {"M", "米"},
     {"borders within M metres are one; derived from the data if not given", "相距不超过 M 米的边界视为同一条；默认由数据推定"}},
    {"--gaps", NULL, STRING(gaps), CLEANS, {"WHO", "归属"},
     {"who gets a gap: longest (border, the default), largest (area), keep (nobody), or CODE,CODE,...",
      "缝隙归属：longest（共界最长者，默认）、largest（面积最大者）、keep（保留），或 代码,代码,…"}},
    {"--gap-width", NULL, STRING(gap_width), CLEANS, {"M", "米"},
     {"wider gaps stay, as lakes do; derived if not given", "宽于此值的缝隙（如湖泊）保留；默认由数据推定"}},
    {"--gap-area", NULL, STRING(gap_area), CLEANS, {"M2", "平方米"}, {"larger gaps stay", "大于此面积的缝隙保留"}},
    {"--overlaps", NULL, STRING(overlaps), CLEANS, {"WHO", "归属"},
     {"who gets an overlap: larger (the default), smaller, first, or CODE,CODE,... then larger",
      "重叠归属：larger（较大者，默认）、smaller（较小者）、first（在前者），或 代码,代码,…（其余归较大者）"}},
    {"--maps", NULL, FLAG(maps), HC_COMMAND_SIMULATE, {0}, {"print maps too, into maps/", "同时输出打印图件（maps/）"}},
    {"--sheets", NULL, STRING(sheets), MAPS, {"LIST", "列表"},
     {"which maps: of before,after,compare,changed,measures,findings",
      "图种：可选 before,after,compare,changed,measures,findings"}},
    {"--level", NULL, STRING(level), MAPS, {"L", "层级"}, {"maps of this level alone", "只绘该层级"}},
    {"--measures", NULL, STRING(measures), MAPS, {"a,b", "a,b"},
     {"map these measures: columns, area_m2, ratios...", "分级设色的指标：列名、area_m2、比率等"}},
    {"--classes", NULL, STRING(classes), MAPS, {"C[:N]", "C[:N]"},
     {"quantile, equal or natural (the default), in N classes", "分级方法 quantile、equal 或 natural（默认），N 级"}},
    {"--paper", NULL, STRING(paper), MAPS, {"P", "纸张"},
     {"a3 (the default), a4 ... a0; a4-portrait, a4-landscape", "a3（默认）、a4 至 a0；可加 -portrait 或 -landscape"}},
    {"--dpi", NULL, STRING(dpi), MAPS, {"N", "N"}, {"of PNG; 200 if not given", "PNG 分辨率，默认 200"}},
    {"--no-index", NULL, FLAG(no_index), PROJECT, {0}, {"no spatial index", "不建空间索引"}},
    {"--page", NULL, FLAG(page), HC_COMMAND_SIMULATE, {0},
     {"report.html for more than 20,000 units of the base level too", "基础层级超过 20000 个单元时也写 report.html"}},
    {"--no-page", NULL, FLAG(no_page), HC_COMMAND_SIMULATE, {0}, {"no report.html", "不写 report.html"}},
    {"--json", NULL, FLAG(json), ALL, {0}, {"results as JSON on standard output", "以 JSON 输出结果"}},
    {"--threads", "-j", HC_OPTION_THREADS, 0, ALL, {"N", "N"},
     {"threads; 0, the default: all processors", "线程数；默认 0，即全部处理器"}},
    {"--lang", NULL, STRING(lang), ALL, {"zh|en", "zh|en"}, {"language", "语言"}},
    {"--quiet", "-q", FLAG(quiet), ALL, {0}, {"less on the screen", "少输出"}},
    {"--verbose", "-v", FLAG(verbose), ALL, {0}, {"all findings and notes", "输出全部问题与说明"}},
    {"--help", "-h", FLAG(help), ALL, {0}, {"this", "显示本帮助"}},
    {"--version", NULL, FLAG(version), ALL, {0}, {"the version", "显示版本"}},
};
/* clang-format on */

const size_t hc_n_options = sizeof hc_option_table / sizeof *hc_option_table;
_Static_assert(sizeof hc_option_table / sizeof *hc_option_table <= HC_MOST_OPTIONS, "raise HC_MOST_OPTIONS");

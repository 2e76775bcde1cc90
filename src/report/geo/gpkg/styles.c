#include "report/geo/gpkg/styles.h"

#include "base/buf.h"

/* Outlines grow and labels too with the rank of a level. No polygon is an obstacle: else the inside of one level's
 * keeps the labels of all others away. */
static void put_polygon_style(struct hc_buf *qml, int rank)
{
    double width = 0.15 + 0.2 * rank, size = 7 + 2 * rank;
    hc_buf_addf(
        qml,
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        "<qgis version=\"3.22\" labelsEnabled=\"1\" styleCategories=\"Symbology|Labeling\">"
        "<renderer-v2 type=\"singleSymbol\"><symbols><symbol name=\"0\" type=\"fill\" alpha=\"1\">"
        "<layer class=\"SimpleFill\" enabled=\"1\"><Option type=\"Map\">"
        "<Option name=\"color\" type=\"QString\" value=\"%s\"/>"
        "<Option name=\"outline_color\" type=\"QString\" value=\"70,70,70,255\"/>"
        "<Option name=\"outline_width\" type=\"QString\" value=\"%.2f\"/>"
        "<Option name=\"outline_width_unit\" type=\"QString\" value=\"MM\"/>"
        "<Option name=\"outline_style\" type=\"QString\" value=\"solid\"/>"
        "<Option name=\"style\" type=\"QString\" value=\"%s\"/></Option></layer></symbol></symbols></renderer-v2>"
        "<labeling type=\"simple\"><settings><text-style fieldName=\"coalesce(name, code)\" isExpression=\"1\" "
        "fontSize=\"%.0f\" textColor=\"40,40,40,255\"><text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" "
        "bufferColor=\"255,255,255,255\"/></text-style><placement placement=\"4\"/><rendering "
        "obstacle=\"0\"/></settings></labeling></qgis>",
        rank ? "255,255,255,0" : "243,238,220,255", width, rank ? "no" : "solid", size);
}

struct category {
    const char *value, *label, *color, *marker, *size; /* size: mm */
};

/* Points by an attribute or expression. */
static void put_point_style(struct hc_buf *qml, const char *attribute, const struct category *list, size_t n)
{
    hc_buf_addf(qml,
                "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" "
                "styleCategories=\"Symbology\"><renderer-v2 type=\"categorizedSymbol\" attr=\"%s\"><categories>",
                attribute);
    for (size_t i = 0; i < n; i++)
        hc_buf_addf(qml, "<category symbol=\"%zu\" value=\"%s\" label=\"%s\" render=\"true\"/>", i, list[i].value,
                    list[i].label);
    hc_buf_adds(qml, "</categories><symbols>");
    for (size_t i = 0; i < n; i++)
        hc_buf_addf(
            qml,
            "<symbol name=\"%zu\" type=\"marker\" alpha=\"1\"><layer class=\"SimpleMarker\" enabled=\"1\"><Option "
            "type=\"Map\"><Option name=\"color\" type=\"QString\" value=\"%s\"/><Option name=\"name\" "
            "type=\"QString\" value=\"%s\"/><Option name=\"size\" type=\"QString\" value=\"%s\"/><Option "
            "name=\"outline_color\" type=\"QString\" value=\"255,255,255,255\"/></Option></layer></symbol>",
            i, list[i].color, list[i].marker, list[i].size);
    hc_buf_adds(qml, "</symbols></renderer-v2></qgis>");
}

static void put_style(struct hc_buf *qml, int rank)
{
    static const struct category findings[] = {{"error", "error", "200,30,30,255", "circle", "3"},
                                               {"warning", "warning", "230,150,20,255", "circle", "3"},
                                               {"note", "note", "60,110,180,255", "circle", "3"}};
    /* The words stand in the layer in one language or the other. */
    static const struct category offices[] = {{"1", "服务大厅 hall", "180,30,40,255", "star", "3.6"},
                                              {"2", "调剂 given", "30,120,180,255", "diamond", "3"},
                                              {"3", "闲置 idle", "130,130,130,255", "square", "2"},
                                              {"4", "划出 left", "200,200,200,255", "square", "2"}};
    static const struct category access[] = {{"1", "≤ 1 km", "68,1,84,255", "circle", "1.2"},
                                             {"2", "1–3 km", "49,104,142,255", "circle", "1.2"},
                                             {"3", "3–5 km", "53,183,121,255", "circle", "1.4"},
                                             {"4", "&gt; 5 km", "230,120,20,255", "circle", "1.8"}};
    switch (rank) {
    case HC_STYLE_FINDINGS:
        put_point_style(qml, "severity", findings, sizeof findings / sizeof *findings);
        break;
    case HC_STYLE_OFFICES:
        put_point_style(qml,
                        "CASE WHEN role IN ('hall','服务大厅') THEN 1 WHEN role IN ('given','调剂') THEN 2 "
                        "WHEN role IN ('idle','闲置') THEN 3 ELSE 4 END",
                        offices, sizeof offices / sizeof *offices);
        break;
    case HC_STYLE_ACCESS:
        put_point_style(qml,
                        "CASE WHEN distance_m_after &lt;= 1000 THEN 1 WHEN distance_m_after &lt;= 3000 THEN 2 "
                        "WHEN distance_m_after &lt;= 5000 THEN 3 WHEN distance_m_after &gt; 5000 THEN 4 END",
                        access, sizeof access / sizeof *access);
        break;
    default:
        put_polygon_style(qml, rank);
    }
}

void hc_styles_add(struct hc_ogr *o, const struct hc_style *styles, size_t n)
{
    static const char *const texts[] = {"f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
                                        "styleName",       "styleQML",       "styleSLD"};
    static const char *const more[] = {"description", "owner", "ui"};
    OGRLayerH layer = hc_ogr_add_layer(o, "layer_styles", wkbNone, NULL);
    if (!layer)
        return;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hc_ogr_add_field(layer, texts[i], OFTString);
    hc_ogr_add_field(layer, "useAsDefault", OFTInteger);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        hc_ogr_add_field(layer, more[i], OFTString);
    hc_ogr_add_field(layer, "update_time", OFTDateTime); /* QGIS sorts by it, and finds no style without */
    for (size_t i = 0; i < n; i++) {
        struct hc_buf qml = {0};
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        put_style(&qml, styles[i].rank);
        OGR_F_SetFieldString(f, 0, "");
        OGR_F_SetFieldString(f, 1, "");
        OGR_F_SetFieldString(f, 2, styles[i].layer);
        OGR_F_SetFieldString(f, 3, "geom");
        OGR_F_SetFieldString(f, 4, styles[i].layer);
        OGR_F_SetFieldString(f, 5, qml.data);
        OGR_F_SetFieldString(f, 6, "");
        OGR_F_SetFieldInteger(f, 7, 1);
        OGR_F_SetFieldDateTime(f, OGR_F_GetFieldIndex(f, "update_time"), 2000, 1, 1, 0, 0, 0, 100);
        hc_ogr_put(o, layer, f);
        hc_buf_release(&qml);
    }
}

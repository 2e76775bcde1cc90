#include "report/geo/gpkg/styles.h"

#include "base/buf.h"

/* Outlines grow and labels too with the rank of a level. */
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
        "bufferColor=\"255,255,255,255\"/></text-style><placement placement=\"4\"/></settings></labeling></qgis>",
        rank ? "255,255,255,0" : "243,238,220,255", width, rank ? "no" : "solid", size);
}

static void put_findings_style(struct hc_buf *qml)
{
    static const struct {
        const char *severity, *color;
    } rules[] = {{"error", "200,30,30,255"}, {"warning", "230,150,20,255"}, {"note", "60,110,180,255"}};
    hc_buf_adds(qml,
                "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" "
                "styleCategories=\"Symbology\"><renderer-v2 type=\"categorizedSymbol\" attr=\"severity\"><categories>");
    for (int i = 0; i < 3; i++)
        hc_buf_addf(qml, "<category symbol=\"%d\" value=\"%s\" label=\"%s\" render=\"true\"/>", i, rules[i].severity,
                    rules[i].severity);
    hc_buf_adds(qml, "</categories><symbols>");
    for (int i = 0; i < 3; i++)
        hc_buf_addf(
            qml,
            "<symbol name=\"%d\" type=\"marker\" alpha=\"1\"><layer class=\"SimpleMarker\" enabled=\"1\"><Option "
            "type=\"Map\"><Option name=\"color\" type=\"QString\" value=\"%s\"/><Option name=\"name\" "
            "type=\"QString\" value=\"circle\"/><Option name=\"size\" type=\"QString\" value=\"3\"/></Option>"
            "</layer></symbol>",
            i, rules[i].color);
    hc_buf_adds(qml, "</symbols></renderer-v2></qgis>");
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
        if (styles[i].rank < 0)
            put_findings_style(&qml);
        else
            put_polygon_style(&qml, styles[i].rank);
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

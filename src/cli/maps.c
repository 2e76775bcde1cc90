#include "cli/maps.h"

#include "base/buf.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int hc_maps_options(struct hc_maps *maps, const char *formats, struct hc_err *err)
{
    const struct hc_options *o = maps->session->options;
    struct hc_map_words words = {formats, o->sheets, o->classes, o->paper, o->dpi};
    if (hc_map_options_parse(&maps->options, &words, err) < 0)
        return -1;
    maps->options.level = o->level;
    maps->options.measures = o->measures;
    maps->options.lang = maps->session->lang;
    maps->options.threads = o->threads;
    maps->options.progress = &maps->session->progress;
    return 0;
}

int hc_maps_add(void *ctx, const char *folder, struct hc_err *err)
{
    struct hc_maps *maps = ctx;
    const struct hc_session *s = maps->session;
    struct hc_buf path = {0};
    int status = 0;
    hc_buf_addf(&path, "%s%s", folder, maps->below ? "/maps" : "");
    if (maps->below && mkdir(path.data, 0755) != 0)
        status = hc_err_set(err, HC_IO, "maps: cannot be made (%s)", "maps：无法创建（%s）", strerror(errno));
    if (status == 0)
        status = hc_map_write(maps->result, s->cover, &s->findings, &maps->options, path.data, err);
    hc_buf_release(&path);
    return status;
}

// What was found in the data, and how the numbers come about.
import {h} from "./dom.js";
import {methodText, said, word} from "./words.js";

function findingItem(app, f) {
  const level = app.project.levels.findIndex((l) => l.id === f.level);
  const go = f.codes.length || f.at ? () => app.onFinding(f, level) : null;
  return h("li", {}, h(`span.flag.${f.severity}`, {}, word(f.severity)), " ",
    go ? h("button.link", {type: "button", onclick: go}, said(f.what)) : said(f.what),
    said(f.remedy) && h("div.quiet", {}, said(f.remedy)));
}

export function findings(app) {
  const {findings: list, nFindings} = app.project;
  if (!list.length) return [h("p.quiet", {}, word("noFindings"))];
  return [h("ul.findings", {}, list.map((f) => findingItem(app, f))),
    nFindings > list.length && h("p.quiet", {}, `${nFindings - list.length} ${word("more")}`)];
}

const LEAFLET = "Leaflet 1.7.1 © 2010–2019 Vladimir Agafonkin, © 2010–2011 CloudMade. All rights reserved. Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met: 1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer. 2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided with the distribution. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS \"AS IS\" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.";

export function method(app) {
  const {project} = app;
  return [h("div.prose", {}, methodText().map((t) => h("p", {}, t)), project.crs && h("p", {}, `CRS: ${project.crs}`)),
    h("h3", {}, word("sources")),
    h("table.sources", {}, h("tbody", {}, project.inputs.map((s) => h("tr", {}, h("td", {}, s.name), h("td.n", {}, s.size.toLocaleString("en-US")), h("td.hash", {title: s.sha256}, s.sha256.slice(0, 16)))))),
    h("p.quiet", {}, word("keys")), h("p.quiet", {}, `hecun ${project.version}`),
    h("details", {}, h("summary.quiet", {}, "Leaflet, BSD-2-Clause"), h("p.licence", {}, LEAFLET))];
}

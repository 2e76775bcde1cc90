"""Files as offices keep them, written so that the same content gives the same bytes: no time of writing, no
compression whose output hangs on a library's version."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape

DBF_DATE = (118, 10, 31)
ZIP_DATE = (2018, 10, 31, 0, 0, 0)

# CGCS2000 / 3-degree Gauss-Kruger zone 35 (EPSG:4523), as ESRI writes it.
PRJ = ('PROJCS["CGCS2000_3_Degree_GK_Zone_35",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
       'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
       'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",35500000.0],'
       'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",1.0],'
       'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]')


def csv_bytes(header, rows, encoding="utf-8", newline="\n"):
    """No field here holds a comma or a quotation mark."""
    lines = [",".join(str(cell) for cell in row) for row in [header] + rows]
    assert all(line.count(",") == len(header) - 1 and '"' not in line for line in lines)
    return (newline.join(lines) + newline).encode(encoding)


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def column_name(i):
    return column_name(i // 26 - 1) + chr(65 + i % 26) if i >= 26 else chr(65 + i)


def sheet_xml(rows):
    out = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet '
           'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>']
    for r, row in enumerate(rows, 1):
        out.append(f'<row r="{r}">')
        for c, cell in enumerate(row):
            at = f"{column_name(c)}{r}"
            if isinstance(cell, str):
                out.append(f'<c r="{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else "")
            else:
                out.append(f'<c r="{at}"><v>{cell}</v></c>')
        out.append("</row>")
    out.append("</sheetData></worksheet>")
    return "".join(out)


def xlsx_bytes(sheets):
    """sheets: (name, rows); text cells stay text."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    n = range(1, len(sheets) + 1)
    parts = [
        ("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
         'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
         f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
         + "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>' for i in n)
         + "</Types>"),
        ("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
         f'Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets>'
         + "".join(f'<sheet name="{escape(sheets[i - 1][0])}" sheetId="{i}" r:id="rId{i}"/>' for i in n)
         + "</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">'
         + "".join(f'<Relationship Id="rId{i}" Type="{rels}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in n)
         + "</Relationships>"),
    ]
    parts = [(name, head + text) for name, text in parts]
    parts += [(f"xl/worksheets/sheet{i}.xml", sheet_xml(sheets[i - 1][1])) for i in n]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        for name, text in parts:
            z.writestr(zipfile.ZipInfo(name, ZIP_DATE), text.encode("utf-8"))
    return out.getvalue()


def dbf_bytes(fields, rows, encoding):
    """fields: (name, width), all text; the language driver byte says GBK."""
    head = struct.pack("<BBBBIHH16xBB2x", 3, *DBF_DATE, len(rows), 33 + 32 * len(fields),
                       1 + sum(w for _, w in fields), 0, 0x4D)
    for name, width in fields:
        head += struct.pack("<11sc4xBB14x", name.encode("ascii"), b"C", width, 0)
    out = [head + b"\r"]
    for row in rows:
        out.append(b" ")
        for (_, width), cell in zip(fields, row):
            text = cell.encode(encoding)
            assert len(text) <= width, (cell, width)
            out.append(text.ljust(width))
    return b"".join(out) + b"\x1a"


def bounds(rings):
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def shp_bytes(shapes):
    """shapes: rings of each polygon, outer counterclockwise; a shapefile wants them the other way round, and closed.
    Returns .shp and .shx."""
    records, index, at = [], [], 50
    for number, rings in enumerate(shapes, 1):
        closed = [[ring[0]] + ring[::-1] for ring in rings]
        body = struct.pack("<i4dii", 5, *bounds(closed), len(closed), sum(map(len, closed)))
        first = 0
        for ring in closed:
            body += struct.pack("<i", first)
            first += len(ring)
        body += b"".join(struct.pack("<dd", x, y) for ring in closed for x, y in ring)
        records.append(struct.pack(">ii", number, len(body) // 2) + body)
        index.append(struct.pack(">ii", at, len(body) // 2))
        at += len(records[-1]) // 2
    box = bounds([ring for rings in shapes for ring in rings])

    def header(words):
        return struct.pack(">iiiiiii", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<ii4d4d", 1000, 5, *box, 0, 0, 0, 0)

    return header(at) + b"".join(records), header(50 + 4 * len(index)) + b"".join(index)

#include "app/desktop/headless/reportpage.h"

#include "core/base/unreachable.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

/// The tokens of one theme as custom properties.
QString tokensOf(const Theme& theme)
{
    const std::vector<std::pair<QLatin1String, QColor>> tokens{
        {QLatin1String{"window"}, theme.window},
        {QLatin1String{"panel"}, theme.panel},
        {QLatin1String{"raised"}, theme.raised},
        {QLatin1String{"border"}, theme.border},
        {QLatin1String{"text"}, theme.text},
        {QLatin1String{"secondary"}, theme.textSecondary},
        {QLatin1String{"accent"}, theme.accent},
        {QLatin1String{"up"}, theme.up},
        {QLatin1String{"down"}, theme.down},
        {QLatin1String{"good"}, theme.good},
        {QLatin1String{"warning"}, theme.warning},
        {QLatin1String{"danger"}, theme.danger},
        {QLatin1String{"paper"}, theme.modePaper},
        {QLatin1String{"on-mode"}, theme.onMode}};
    QString text;
    for (const auto& [name, colour] : tokens) {
        text += u"--%1:%2;"_s.arg(name, colour.name());
    }
    return text;
}

QString styleSheet()
{
    return u":root{color-scheme:light dark;%1}\n"
           "@media (prefers-color-scheme:dark){:root{%2}}\n"_s.arg(
               tokensOf(makeTheme(Scheme::Light)), tokensOf(makeTheme(Scheme::Dark)))
           + uR"(body{margin:0;background:var(--window);color:var(--text);
  font:14px/1.45 system-ui,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1240px;margin:0 auto;padding:16px}
header{border-top:3px solid var(--paper);background:var(--raised);padding:12px 16px}
header h1{font-size:20px;margin:0 0 8px}
.badge{background:var(--paper);color:var(--on-mode);font-weight:700;padding:2px 8px;border-radius:3px}
.notice{margin:8px 0 0}
section{background:var(--panel);border:1px solid var(--border);margin:16px 0;padding:12px}
h2{font-size:17px;margin:0 0 4px}
h3{font-size:14px;margin:16px 0 4px}
.lead,figcaption,.note,th,dt,.remark{color:var(--secondary)}
.lead,.note,.notice{max-width:80ch}
.problem{border-left:3px solid var(--danger);padding:4px 8px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}
dd{margin:0;overflow-wrap:anywhere}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(330px,1fr));gap:0 24px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:4px 8px;text-align:left;border-bottom:1px solid var(--border);vertical-align:top}
th{font-weight:400;white-space:nowrap}
.number{text-align:right;white-space:nowrap}
.verdict{border-left:3px solid var(--secondary);padding:4px 8px;margin:8px 0}
.verdict.warning{border-color:var(--warning)}
.verdict.good{border-color:var(--good)}
.verdict.danger{border-color:var(--danger)}
td.up,dd.up{color:var(--up)}
td.down,dd.down{color:var(--down)}
td.good{color:var(--good)}
td.warning{color:var(--warning)}
td.danger{color:var(--danger)}
td.secondary{color:var(--secondary)}
figure{margin:12px 0}
figure img{max-width:100%;height:auto;border:1px solid var(--border)}
)"_s;
}

/// A word of the style sheet for a tone; empty where it is plain text.
QString classOf(Tone tone)
{
    switch (tone) {
    case Tone::Up:
        return u"up"_s;
    case Tone::Down:
        return u"down"_s;
    case Tone::Good:
        return u"good"_s;
    case Tone::Warning:
        return u"warning"_s;
    case Tone::Danger:
        return u"danger"_s;
    case Tone::Secondary:
    case Tone::Disabled:
    case Tone::Ghost:
        return u"secondary"_s;
    case Tone::Primary:
    case Tone::Accent:
    case Tone::OnAccent:
        return {};
    }
    core::unreachable();
}

QString element(const QString& tag, const QString& classes, const QString& words)
{
    if (words.isEmpty()) {
        return {};
    }
    const QString open =
        classes.isEmpty() ? u"<%1>"_s.arg(tag) : u"<%1 class=\"%2\">"_s.arg(tag, classes);
    return QString{open + words.toHtmlEscaped() + u"</"_s + tag + u">\n"_s};
}

QString cell(const QString& tag, const ReportCell& content)
{
    QStringList classes;
    if (content.align == CellAlign::Number) {
        classes.append(u"number"_s);
    }
    if (const QString tone = classOf(content.tone); !tone.isEmpty()) {
        classes.append(tone);
    }
    const QString attribute =
        classes.isEmpty() ? QString{} : u" class=\"%1\""_s.arg(classes.join(u' '));
    return QString{u'<' + tag + attribute + u'>' + content.text.toHtmlEscaped() + u"</"_s + tag
                   + u'>'};
}

QString tableHtml(const ReportTable& table)
{
    QString html = element(u"h3"_s, {}, table.title);
    if (table.rows.empty()) {
        return html + element(u"p"_s, u"note"_s, table.empty);
    }
    html += u"<div class=\"scroll\"><table>\n<thead><tr>"_s;
    for (const ReportCell& head : table.header) {
        html += cell(u"th"_s, head);
    }
    html += u"</tr></thead>\n<tbody>\n"_s;
    for (const auto& row : table.rows) {
        html += u"<tr>"_s;
        for (const ReportCell& each : row) {
            html += cell(u"td"_s, each);
        }
        html += u"</tr>\n"_s;
    }
    return html + u"</tbody></table></div>\n"_s + element(u"p"_s, u"note"_s, table.note);
}

ReportTable linesTable(const QString& title, const std::vector<ResultLine>& lines)
{
    ReportTable table;
    table.title = title;
    for (const ResultLine& line : lines) {
        table.rows.push_back({{line.name, CellAlign::Word, Tone::Secondary},
                              {line.value, CellAlign::Number, line.tone},
                              {line.note, CellAlign::Word, Tone::Secondary}});
    }
    return table;
}

QString summaryHtml(const ResultSummary& summary)
{
    QString html = u"<div class=\"verdict %1\">"_s.arg(classOf(summary.verdictTone));
    html += element(u"strong"_s, {}, summary.verdict) + element(u"p"_s, {}, summary.verdictWords);
    html += u"</div>\n<div class=\"columns\">\n"_s;
    for (const ReportTable& table : {linesTable(Words::tr("Result"), summary.result),
                                     linesTable(Words::tr("Costs"), summary.costs),
                                     linesTable(Words::tr("Checks"), summary.checks)})
    {
        html += u"<div>"_s + tableHtml(table) + u"</div>\n"_s;
    }
    return html + u"</div>\n"_s + element(u"p"_s, u"note"_s, summary.qualityWords);
}

QString dataUrl(const QByteArray& png)
{
    return QString{u"data:image/png;base64,"_s + QString::fromLatin1(png.toBase64())};
}

QString pictureHtml(const ReportPicture& picture)
{
    return u"<figure><picture><source media=\"(prefers-color-scheme:dark)\" srcset=\"%1\">"_s.arg(
               dataUrl(picture.png(Scheme::Dark)))
           + u"<img alt=\"%1\" src=\"%2\"></picture>\n"_s.arg(picture.caption.toHtmlEscaped(),
                                                              dataUrl(picture.png(Scheme::Light)))
           + element(u"figcaption"_s, {}, picture.caption) + u"</figure>\n"_s;
}

QString sectionHtml(const ReportSection& section)
{
    QString html = u"<section>\n"_s + element(u"h2"_s, {}, section.title)
                   + element(u"p"_s, u"lead"_s, section.lead)
                   + element(u"p"_s, u"problem"_s, section.problem);
    if (!section.facts.empty()) {
        html += u"<dl>\n"_s;
        for (const auto& [name, value] : section.facts) {
            html += element(u"dt"_s, {}, name) + element(u"dd"_s, {}, value);
        }
        html += u"</dl>\n"_s;
    }
    if (section.summary.has_value()) {
        html += summaryHtml(*section.summary);
    }
    for (const ReportPicture& picture : section.pictures) {
        html += pictureHtml(picture);
    }
    for (const ReportTable& table : section.tables) {
        html += tableHtml(table);
    }
    return html + u"</section>\n"_s;
}

} // namespace

QByteArray reportPage(const ReportContent& content)
{
    QString html = u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" "
                   "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"_s;
    html += element(u"title"_s, {}, content.title);
    html += u"<style>\n"_s + styleSheet() + u"</style>\n</head>\n<body>\n<header>\n"_s;
    html += element(u"h1"_s, {}, content.title) + element(u"span"_s, u"badge"_s, content.badge)
            + element(u"p"_s, u"notice"_s, content.notice);
    html += u"</header>\n<main>\n"_s;
    for (const ReportSection& section : content.sections) {
        html += sectionHtml(section);
    }
    html += u"</main>\n</body>\n</html>\n"_s;
    return html.toUtf8();
}

} // namespace wick::desktop

#include "app/desktop/adapters/reportsheet.h"

#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/text/describe.h"
#include "app/desktop/text/format.h"
#include "app/desktop/theme/theme.h"
#include "app/desktop/theme/typescale.h"
#include "charts/paint/chartpainter.h"

#include <QCoreApplication>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <memory>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

constexpr int kDotsPerInch = 96;
constexpr int kMargin = 48;
constexpr int kLine = 20;

charts::ChartStyle paperStyle()
{
    return chartStyleOf(makeTheme(Scheme::Light));
}

/// Writes down the page from its top.
class Pen
{
public:
    Pen(QPainter& painter, const QRect& page)
        : m_painter(painter)
        , m_page(page)
        , m_theme(makeTheme(Scheme::Light))
        , m_y(page.top())
    {}

    void words(const QString& text, TypeRole role, Tone tone)
    {
        if (text.isEmpty()) {
            return;
        }
        m_painter.setFont(fontOf(role));
        m_painter.setPen(m_theme.colour(tone));
        const QRect room{m_page.left(), m_y, m_page.width(), m_page.bottom() - m_y};
        QRect used;
        m_painter.drawText(room, Qt::TextWordWrap, text, &used);
        m_y += used.height() + kSpace4;
    }

    void rule()
    {
        m_painter.fillRect(QRect{m_page.left(), m_y + kSpace4, m_page.width(), 1}, m_theme.border);
        m_y += kSpace12;
    }

    void picture(const ReportSheet::Picture& picture)
    {
        const QSize size{m_page.width(), picture.height};
        m_painter.save();
        m_painter.translate(m_page.left(), m_y);
        m_painter.setClipRect(QRect{{}, size});
        picture.paint(m_painter, size);
        m_painter.restore();
        m_y += picture.height + kSpace12;
    }

    /// Name at the left of its column, value at the right, in two columns.
    void lines(const std::vector<ResultLine>& lines)
    {
        const int columnWidth = (m_page.width() - kSpace24) / 2;
        const std::size_t rows = (lines.size() + 1) / 2;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const int left = m_page.left() + (i < rows ? 0 : columnWidth + kSpace24);
            const QRect row{left, m_y + static_cast<int>(i % rows) * kLine, columnWidth, kLine};
            const ResultLine& line = lines[i];
            m_painter.setFont(fontOf(TypeRole::Body));
            m_painter.setPen(m_theme.textSecondary);
            m_painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, line.name);
            m_painter.setPen(m_theme.colour(line.tone));
            const QString note = line.note.isEmpty() ? QString{} : u" (%1)"_s.arg(line.note);
            m_painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value + note);
        }
        m_y += static_cast<int>(rows) * kLine + kSpace8;
    }

    void foot(const QString& text)
    {
        m_painter.setFont(fontOf(TypeRole::Small));
        m_painter.setPen(m_theme.textSecondary);
        m_painter.drawText(m_page, Qt::AlignLeft | Qt::AlignBottom, text);
    }

private:
    QPainter& m_painter;
    QRect m_page;
    Theme m_theme;
    int m_y;
};

void paintSheet(QPainter& painter, const QRect& page, const ReportSheet& sheet)
{
    Pen pen{painter, page};
    pen.words(sheet.title, TypeRole::Value, Tone::Primary);
    pen.words(sheet.subtitle, TypeRole::Body, Tone::Secondary);
    pen.rule();
    pen.words(sheet.headline, TypeRole::Title, Tone::Primary);
    pen.words(sheet.words, TypeRole::Body, Tone::Primary);
    for (const ReportSheet::Picture& picture : sheet.pictures) {
        pen.picture(picture);
    }
    pen.lines(sheet.lines);
    if (!sheet.note.isEmpty()) {
        pen.rule();
        pen.words(Words::tr("Note"), TypeRole::Title, Tone::Primary);
        pen.words(sheet.note, TypeRole::Body, Tone::Primary);
    }
    pen.foot(sheet.foot);
}

ResultLine lineOf(const QString& name, const QString& value, Tone tone = Tone::Primary)
{
    return {name, value, {}, tone};
}

/// Draws the usual view of a scene: the trade under review, or all of its bars.
ReportSheet::Picture chartPicture(charts::ChartScene scene, int height)
{
    auto shown = std::make_shared<const charts::ChartScene>(std::move(scene));
    return {height, [shown](QPainter& painter, QSize size) {
                const charts::ChartStyle style = paperStyle();
                const charts::ChartPainter layout{*shown, style, size, charts::PixelRatio{1.0}};
                charts::Viewport viewport;
                viewport.reset(*shown, layout.room());
                if (shown->trade) {
                    charts::showTrade(viewport, *shown, layout.room());
                } else {
                    const auto slots = static_cast<double>(shown->candles.slotCount());
                    viewport.center(0.5 * slots, slots + 2.0, *shown, layout.room());
                }
                charts::paintPriceChart(painter, *shown, style, size, viewport);
            }};
}

} // namespace

ReportSheet
tradeSheet(const TradeRow& row, const charts::ChartScene& scene, const charts::TradeView& trade)
{
    ReportSheet sheet;
    sheet.title = u"%1, %2 %3"_s.arg(trade.title, scene.market, scene.timeframe);
    sheet.subtitle = trade.detail;
    charts::ChartScene shown = scene;
    shown.trade = trade;
    shown.levels.clear();
    sheet.pictures.push_back(chartPicture(std::move(shown), 420));
    sheet.lines = {
        lineOf(Words::tr("Side"),
               row.side == RowSide::Long ? Words::tr("Long") : Words::tr("Short")),
        lineOf(Words::tr("Size"), number(row.size)),
        lineOf(Words::tr("Entry, UTC"), dayAndClockText(row.entryMs)),
        lineOf(Words::tr("Entry price"), number(row.entry)),
        lineOf(Words::tr("Exit, UTC"), dayAndClockText(row.exitMs)),
        lineOf(Words::tr("Exit price"), number(row.exit)),
        lineOf(Words::tr("Closed by"), row.closedBy),
        lineOf(Words::tr("Net, USDC"), signedMoney(row.net)),
        lineOf(Words::tr("Result"), rMultiple(row.resultR)),
        lineOf(Words::tr("Worst, best while open"),
               u"%1, %2"_s.arg(rMultiple(row.worstR), rMultiple(row.bestR))),
        lineOf(Words::tr("Bars held"), QString::number(row.bars)),
        lineOf(Words::tr("Regime at the entry"), row.regime.isEmpty() ? missingText() : row.regime),
    };
    if (!row.tags.isEmpty()) {
        sheet.lines.push_back(lineOf(Words::tr("Tags"), row.tags));
    }
    sheet.note = row.note;
    sheet.foot = Words::tr("Wick. A backtest: no order of it was ever sent.");
    return sheet;
}

ReportSheet runSheet(const ResultSummary& summary,
                     const charts::EquityScene& equity,
                     const charts::ChartScene& scene)
{
    ReportSheet sheet;
    sheet.title = summary.title;
    sheet.subtitle = summary.qualityWords;
    sheet.headline = summary.verdict;
    sheet.words = summary.verdictWords;
    auto curve = std::make_shared<const charts::EquityScene>(equity);
    sheet.pictures.push_back(
        {230, [curve](QPainter& painter, QSize size) {
             const charts::ChartStyle style = paperStyle();
             charts::EquityPainter{*curve, style, size, charts::PixelRatio{1.0}}.paintStatic(
                 painter);
         }});
    charts::ChartScene shown = scene;
    shown.trade.reset();
    shown.gaps.clear(); // of a whole run they would cover it
    sheet.pictures.push_back(chartPicture(std::move(shown), 250));
    sheet.lines = summary.result;
    sheet.lines.insert(sheet.lines.end(), summary.costs.begin(), summary.costs.end());
    sheet.foot =
        Words::tr("Wick. A backtest: no order of it was ever sent. %1").arg(summary.runWords);
    return sheet;
}

QString writePdf(const ReportSheet& sheet, const QString& path)
{
    QSaveFile file{path};
    const auto problem = [&] {
        return Words::tr("%1 could not be written: %2").arg(path, file.errorString());
    };
    if (!file.open(QIODevice::WriteOnly)) {
        return problem();
    }
    {
        QPdfWriter writer{&file};
        writer.setTitle(sheet.title);
        writer.setCreator(u"Wick"_s);
        writer.setPageSize(QPageSize{QPageSize::A4});
        writer.setPageMargins({0, 0, 0, 0});
        writer.setResolution(kDotsPerInch);
        QPainter painter{&writer};
        const QRect page{0, 0, writer.width(), writer.height()};
        paintSheet(painter, page.adjusted(kMargin, kMargin, -kMargin, -kMargin), sheet);
    }
    return file.commit() ? QString{} : problem();
}

} // namespace wick::desktop

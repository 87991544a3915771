#include "app/desktop/views/resultpanel.h"

#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/emptystate.h"
#include "app/desktop/views/labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr std::size_t kCompared = 4;

/// The verdict in a box edged with its colour, with icon and words.
class VerdictBox final : public QWidget
{
public:
    VerdictBox(const ResultSummary& summary, QWidget* parent)
        : QWidget(parent)
        , m_tone(summary.verdictTone)
    {
        auto* column = new QVBoxLayout{this};
        column->setContentsMargins(kSpace16, kSpace12, kSpace12, kSpace12);
        column->setSpacing(kSpace4);
        auto* head = new QHBoxLayout;
        auto* mark = new QLabel;
        mark->setPixmap(icon(m_tone == Tone::Good ? u"check"_s : u"warn"_s, m_tone).pixmap(16, 16));
        head->addWidget(mark);
        head->addWidget(new RoleLabel{summary.verdict, TypeRole::Title, m_tone}, 1);
        column->addLayout(head);
        auto* words = new RoleLabel{summary.verdictWords};
        words->setWordWrap(true);
        column->addWidget(words);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const QColor edge = currentTheme().colour(m_tone);
        drawBox(painter, rect(), currentTheme().panel, edge, 0.0);
        painter.fillRect(QRect{0, 0, 4, height()}, edge);
    }

private:
    Tone m_tone;
};

/// How much of the history is there.
class QualityBar final : public QWidget
{
public:
    QualityBar(double quality, QWidget* parent)
        : QWidget(parent)
        , m_quality(quality)
    {
        setFixedHeight(8);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        drawBox(painter, rect(), theme.raised, theme.border, 0.0);
        const QColor fill =
            m_quality >= 0.99 ? theme.good : (m_quality >= 0.9 ? theme.warning : theme.danger);
        painter.fillRect(QRectF(0, 0, width() * m_quality, height()), fill);
    }

private:
    double m_quality;
};

class Line final : public QWidget
{
public:
    Line(const ResultLine& line, QWidget* parent)
        : QWidget(parent)
        , m_line(line)
    {
        setAccessibleName(u"%1: %2 %3"_s.arg(line.name, line.value, line.note));
        setToolTip(line.note);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {200, QFontMetrics{fontOf(TypeRole::Body)}.height() + kSpace8};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        painter.fillRect(QRect{0, height() - 1, width(), 1}, theme.grid);
        painter.setFont(numberFont(fontOf(TypeRole::Body)));
        const QFontMetrics metrics = painter.fontMetrics();
        QString note = m_line.note.isEmpty() ? QString{} : u" ("_s + m_line.note + u')';
        const int name = metrics.horizontalAdvance(m_line.name);
        const int value = metrics.horizontalAdvance(m_line.value);
        if (name + value + metrics.horizontalAdvance(note) + kSpace12 > width()) {
            note.clear(); // it stays in the tooltip
        }
        painter.setPen(theme.textSecondary);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, m_line.name);
        painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, note);
        painter.setPen(theme.colour(m_line.tone));
        painter.drawText(rect().adjusted(0, 0, -metrics.horizontalAdvance(note), 0),
                         Qt::AlignRight | Qt::AlignVCenter, m_line.value);
    }

private:
    ResultLine m_line;
};

QVBoxLayout* pageOf(QWidget* page)
{
    auto* column = new QVBoxLayout{page};
    column->setContentsMargins(kSpace12, kSpace12, kSpace12, kSpace12);
    column->setSpacing(0);
    return column;
}

/// The first column of the comparison; the rows count from 1, below the heads.
void addNames(QGridLayout& grid, const std::vector<ResultLine>& lines)
{
    int row = 1;
    for (const ResultLine& line : lines) {
        grid.addWidget(new RoleLabel{line.name, TypeRole::Body, Tone::Secondary}, row++, 0);
    }
}

void addValues(QGridLayout& grid, int column, const ResultSummary& summary, Tone headTone)
{
    auto* head = new RoleLabel{summary.title, TypeRole::Small, headTone};
    head->setWordWrap(true);
    head->setToolTip(summary.runWords);
    grid.addWidget(head, 0, column, Qt::AlignRight | Qt::AlignBottom);
    int row = 1;
    for (const ResultLine& line : summary.result) {
        grid.addWidget(new RoleLabel{line.value, TypeRole::Body, line.tone}, row++, column,
                       Qt::AlignRight);
    }
}

} // namespace

ResultPanel::ResultPanel(QWidget* parent)
    : QWidget(parent)
    , m_pages(new QTabBar{this})
    , m_scroll(new QScrollArea{this})
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState{this})
{
    m_pages->setExpanding(false);
    m_pages->setDrawBase(true);
    for (const QString& words : {tr("Figures"), tr("Costs"), tr("Checks"), tr("Compare")}) {
        m_pages->addTab(words);
    }
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_pages);
    column->addLayout(m_stack, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_scroll);
    m_empty->show(u"play"_s, tr("No result yet"), tr("Set up a backtest and run it."));
    connect(m_pages, &QTabBar::currentChanged, this, &ResultPanel::show);
}

void ResultPanel::setResult(const ResultSummary& summary)
{
    m_summary = summary;
    show(m_pages->currentIndex());
    m_stack->setCurrentWidget(m_scroll);
}

void ResultPanel::setHistory(std::vector<ResultSummary> history)
{
    m_history = std::move(history);
    if (m_pages->currentIndex() == 3 && m_stack->currentWidget() == m_scroll) {
        show(3);
    }
}

void ResultPanel::show(int page)
{
    switch (page) {
    case 0:
        m_scroll->setWidget(resultPage());
        return;
    case 1:
        m_scroll->setWidget(linesPage(m_summary.costs));
        return;
    case 2:
        m_scroll->setWidget(linesPage(m_summary.checks));
        return;
    default:
        m_scroll->setWidget(comparePage());
        return;
    }
}

QWidget* ResultPanel::resultPage() const
{
    auto* page = new Ground{&Theme::panel};
    QVBoxLayout* column = pageOf(page);
    column->addWidget(new VerdictBox{m_summary, page});
    column->addSpacing(kSpace8);
    for (const ResultLine& line : m_summary.result) {
        column->addWidget(new Line{line, page});
    }
    column->addSpacing(kSpace8);
    ResultLine quality;
    quality.name = tr("History quality");
    quality.value =
        u"%1 %"_s.arg(m_summary.quality * 100.0, 0, 'f', m_summary.quality < 0.9995 ? 1 : 0);
    column->addWidget(new Line{quality, page});
    column->addWidget(new QualityBar{m_summary.quality, page});
    column->addSpacing(kSpace4);
    auto* words = new RoleLabel{m_summary.qualityWords, TypeRole::Small, Tone::Secondary};
    words->setWordWrap(true);
    column->addWidget(words);
    column->addStretch(1);
    return page;
}

QWidget* ResultPanel::linesPage(const std::vector<ResultLine>& lines) const
{
    auto* page = new Ground{&Theme::panel};
    QVBoxLayout* column = pageOf(page);
    for (const ResultLine& line : lines) {
        column->addWidget(new Line{line, page});
    }
    column->addStretch(1);
    return page;
}

QWidget* ResultPanel::comparePage() const
{
    auto* page = new Ground{&Theme::panel};
    QVBoxLayout* column = pageOf(page);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpace16);
    grid->setVerticalSpacing(kSpace4);
    const std::size_t count = std::min(kCompared, m_history.size());
    for (std::size_t at = 0; at < count; ++at) {
        if (at == 0) {
            addNames(*grid, m_history[at].result);
        }
        const Tone headTone = at == 0 ? Tone::Accent : Tone::Secondary;
        addValues(*grid, static_cast<int>(at) + 1, m_history[at], headTone);
    }
    column->addLayout(grid);
    column->addStretch(1);
    return page;
}

} // namespace wick::desktop

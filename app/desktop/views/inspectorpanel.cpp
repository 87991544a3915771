#include "app/desktop/views/inspectorpanel.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/emptystate.h"
#include "app/desktop/views/labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// The verdict in a box with a bar of its colour at the left.
class Box final : public QWidget
{
public:
    Box(const Inspection& inspection, QWidget* parent)
        : QWidget(parent)
        , m_tone(inspection.tone)
    {
        auto* column = new QVBoxLayout{this};
        column->setContentsMargins(kSpace16, kSpace8, kSpace12, kSpace8);
        column->setSpacing(kSpace4);
        auto* head = new RoleLabel{inspection.headline, TypeRole::Title};
        head->setWordWrap(true);
        column->addWidget(head);
        auto* words = new RoleLabel{inspection.sentence};
        words->setWordWrap(true);
        column->addWidget(words);
        setAccessibleName(u"%1. %2"_s.arg(inspection.headline, inspection.sentence));
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

/// Data, Filters, …: a tick, a cross or a grey name each.
class Stages final : public QWidget
{
public:
    Stages(const std::vector<InspectedStage>& stages, QWidget* parent)
        : QWidget(parent)
        , m_stages(stages)
    {
        m_rows = m_stages.size() > 6 ? 2 : 1;
        setFixedHeight(m_rows * metrics().input + (m_rows - 1) * kSpace4);
        QStringList words;
        for (const InspectedStage& stage : stages) {
            const QString state = stage.state == StageState::Passed   ? tr("passed")
                                  : stage.state == StageState::Failed ? tr("failed")
                                                                      : tr("not reached");
            words.append(u"%1 %2"_s.arg(stage.name, state));
        }
        setAccessibleName(words.join(u", "_s));
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        painter.setFont(fontOf(TypeRole::Small));
        const std::size_t across = (m_stages.size() + static_cast<std::size_t>(m_rows) - 1)
                                   / static_cast<std::size_t>(m_rows);
        for (int row = 0; row < m_rows; ++row) {
            const auto first = static_cast<std::size_t>(row) * across;
            const auto last = std::min(m_stages.size(), first + across);
            const int top = row * (metrics().input + kSpace4);
            paintRow(painter, std::span{m_stages}.subspan(first, last - first), top);
        }
    }

private:
    /// Each box has the room its word asks for, and an equal share of what is left.
    void paintRow(QPainter& painter, std::span<const InspectedStage> stages, int top) const
    {
        constexpr double kMark = 14.0;
        const Theme& theme = currentTheme();
        const QFontMetrics fm = painter.fontMetrics();
        double asked = 0.0;
        for (const InspectedStage& stage : stages) {
            asked += fm.horizontalAdvance(stage.name) + kMark;
        }
        const auto count = static_cast<double>(std::max<std::size_t>(1, stages.size()));
        const double spare = (width() - asked - kSpace4 * (count - 1.0)) / count;
        double left = 0.0;
        for (const InspectedStage& stage : stages) {
            const double words = fm.horizontalAdvance(stage.name);
            const QRectF box{left, static_cast<double>(top), words + kMark + spare,
                             static_cast<double>(metrics().input)};
            left = box.right() + kSpace4;
            const bool failed = stage.state == StageState::Failed;
            const bool passed = stage.state == StageState::Passed;
            drawBox(painter, box.toRect(), theme.panel, failed ? theme.danger : theme.border, 0.0);
            if (passed) {
                painter.fillRect(QRectF{box.left(), box.bottom() - 2, box.width(), 2}, theme.good);
            }
            const double mark = stage.state == StageState::NotReached ? 0.0 : kMark;
            const double start = box.left() + (box.width() - words - mark) / 2.0;
            if (mark > 0.0) {
                drawIcon(painter, QRectF{start - 2, box.top(), kMark, box.height()},
                         passed ? u"check"_s : u"close"_s, passed ? theme.good : theme.danger, 12);
            }
            painter.setPen(mark > 0.0 ? theme.text : theme.textSecondary);
            painter.drawText(QRectF{start + mark, box.top(), words + 2, box.height()},
                             Qt::AlignVCenter, stage.name);
        }
    }

    std::vector<InspectedStage> m_stages;
    int m_rows = 1;
};

/// How far beyond its threshold a value lies; the threshold is the line in the middle.
class Margin final : public QWidget
{
public:
    Margin(double score, QWidget* parent)
        : QWidget(parent)
        , m_score(score)
    {
        setFixedSize(40, QFontMetrics{fontOf(TypeRole::Body)}.height());
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        const QRectF bar{0, height() / 2.0 - 3, static_cast<double>(width()), 6};
        drawBox(painter, bar.toRect(), theme.raised, theme.border, 0.0);
        painter.fillRect(QRectF{bar.left(), bar.top(), bar.width() * m_score, bar.height()},
                         m_score >= 0.5 ? theme.textSecondary : theme.danger);
        painter.fillRect(QRectF{bar.center().x(), bar.top() - 3, 1, bar.height() + 6}, theme.text);
    }

private:
    double m_score;
};

QGridLayout* tableOf(QVBoxLayout& column, const QString& title, const QStringList& heads)
{
    column.addSpacing(kSpace8);
    auto* name = new RoleLabel{title, TypeRole::Title};
    name->setWordWrap(true);
    column.addWidget(name);
    auto* grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    grid->setHorizontalSpacing(kSpace8);
    grid->setVerticalSpacing(kSpace4);
    for (qsizetype i = 0; i < heads.size(); ++i) {
        grid->addWidget(new RoleLabel{heads[i], TypeRole::Small, Tone::Secondary}, 0,
                        static_cast<int>(i), i == 0 ? Qt::AlignLeft : Qt::AlignRight);
    }
    column.addLayout(grid);
    return grid;
}

QWidget* namedWith(bool passed, const QString& name)
{
    auto* cell = new QWidget;
    auto* row = new QHBoxLayout{cell};
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace4);
    auto* mark = new QLabel;
    mark->setPixmap(
        icon(passed ? u"check"_s : u"close"_s, passed ? Tone::Good : Tone::Danger).pixmap(12, 12));
    auto* label = new RoleLabel{name, passed ? TypeRole::Body : TypeRole::Title};
    label->setWordWrap(true);
    row->addWidget(mark, 0, Qt::AlignVCenter);
    row->addWidget(label, 1);
    cell->setAccessibleName(passed ? InspectorPanel::tr("%1, passed").arg(name)
                                   : InspectorPanel::tr("%1, failed").arg(name));
    return cell;
}

RoleLabel* value(const QString& words, Tone tone)
{
    auto* label = new RoleLabel{words, TypeRole::Small, tone};
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

} // namespace

InspectorPanel::InspectorPanel(InspectorWalk walk, QWidget* parent)
    : QWidget(parent)
    , m_when(new RoleLabel{{}, TypeRole::Title})
    , m_market(new RoleLabel{{}, TypeRole::Body, Tone::Secondary})
    , m_scroll(new QScrollArea{this})
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState{this})
{
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Decision"));
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead(walk));
    column->addLayout(m_stack, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_scroll);
    m_empty->show(u"search"_s, tr("No decision chosen"),
                  walk == InspectorWalk::Signals
                      ? tr("Click a row of Signals and refusals, or a signal on the chart.")
                      : tr("Run a backtest, then click a bar of its chart."));
}

QWidget* InspectorPanel::makeHead(InspectorWalk walk)
{
    const bool signalsOnly = walk == InspectorWalk::Signals;
    auto* head = new Ground{&Theme::panel, this};
    auto* row = new QHBoxLayout{head};
    row->setContentsMargins(kSpace12, kSpace8, kSpace12, kSpace8);
    row->setSpacing(kSpace4);
    auto* back = iconButton(u"left"_s, signalsOnly ? tr("Signal before") : tr("Step before"), head);
    auto* forward =
        iconButton(u"right"_s, signalsOnly ? tr("Signal after") : tr("Step after"), head);
    row->addWidget(back);
    row->addWidget(forward);
    row->addSpacing(kSpace4);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_when);
    words->addWidget(m_market);
    row->addLayout(words, 1);
    auto* refusal = new QPushButton{signalsOnly ? tr("Next refusal") : tr("Next signal"), head};
    row->addWidget(refusal);
    connect(back, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(forward, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(refusal, &QPushButton::clicked, this, &InspectorPanel::nextRefusalRequested);
    return head;
}

void InspectorPanel::setInspection(const Inspection& inspection)
{
    if (inspection == m_shown) {
        return;
    }
    m_shown = inspection;
    m_when->setText(inspection.when);
    m_market->setText(inspection.market);
    if (inspection.id == 0) {
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    QWidget* page = makePage();
    page->setMinimumWidth(1); // it is as wide as the dock, whatever its words ask for
    m_scroll->setWidget(page);
    m_stack->setCurrentWidget(m_scroll);
}

void InspectorPanel::setNothing(const QString& title, const QString& sentence)
{
    setInspection({});
    m_empty->show(u"search"_s, title, sentence);
}

QWidget* InspectorPanel::makePage() const
{
    auto* page = new Ground{&Theme::panel};
    auto* column = new QVBoxLayout{page};
    column->setContentsMargins(kSpace12, 0, kSpace12, kSpace12);
    column->setSpacing(kSpace4);
    column->addWidget(new Box{m_shown, page});
    column->addWidget(new Stages{m_shown.stages, page});
    if (!m_shown.filters.empty()) {
        QGridLayout* grid = tableOf(*column, tr("Filters: value, need, margin"),
                                    {tr("Filter"), tr("Value"), tr("Needs"), tr("Margin")});
        int row = 1;
        for (const InspectedFilter& filter : m_shown.filters) {
            grid->addWidget(namedWith(filter.passed(), filter.name), row, 0);
            grid->addWidget(value(filter.value, Tone::Primary), row, 1);
            grid->addWidget(value(filter.need, Tone::Secondary), row, 2);
            grid->addWidget(new Margin{filter.score, page}, row, 3);
            ++row;
        }
    }
    if (!m_shown.rules.empty()) {
        QGridLayout* grid = tableOf(*column, tr("Risk: every rule, not only the first that failed"),
                                    {tr("Rule"), tr("Would be"), tr("Limit"), tr("Room")});
        int row = 1;
        for (const InspectedRule& rule : m_shown.rules) {
            const Tone tone = rule.passed ? Tone::Primary : Tone::Danger;
            grid->addWidget(namedWith(rule.passed, rule.name), row, 0);
            grid->addWidget(value(rule.wouldBe, tone), row, 1);
            grid->addWidget(value(rule.limit, Tone::Secondary), row, 2);
            grid->addWidget(value(rule.room, tone), row, 3);
            ++row;
        }
    }
    if (!m_shown.state.isEmpty() || !m_shown.orders.isEmpty()) {
        column->addSpacing(kSpace8);
        column->addWidget(new RoleLabel{tr("After it"), TypeRole::Title});
        for (const QString& words : QStringList{m_shown.state} + m_shown.orders) {
            auto* label = new RoleLabel{words, TypeRole::Body, Tone::Secondary};
            label->setWordWrap(true);
            label->setVisible(!words.isEmpty());
            column->addWidget(label);
        }
    }
    if (!m_shown.snapshot.empty()) {
        QGridLayout* grid = tableOf(*column, tr("The snapshot it saw"), {tr("What"), tr("Value")});
        int row = 1;
        for (const InspectedFact& fact : m_shown.snapshot) {
            grid->addWidget(new RoleLabel{fact.name, TypeRole::Body, Tone::Secondary}, row, 0);
            grid->addWidget(value(fact.value, Tone::Primary), row, 1);
            ++row;
        }
    }
    if (!m_shown.ifTaken.isEmpty()) {
        column->addSpacing(kSpace8);
        auto* ghost = new RoleLabel{m_shown.ifTaken, TypeRole::Body, Tone::Secondary};
        ghost->setWordWrap(true);
        column->addWidget(ghost);
    }
    column->addStretch(1);
    return page;
}

} // namespace wick::desktop

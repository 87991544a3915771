#include "app/desktop/views/chartslot.h"

#include "app/desktop/text/describe.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/emptystate.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// A word that is chosen among others: accent and bold when it is.
class WordButton final : public QToolButton
{
public:
    WordButton(const QString& word, QWidget* parent)
        : QToolButton(parent)
    {
        setText(word);
        setAutoRaise(true);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {QFontMetrics{fontOf(TypeRole::Title)}.horizontalAdvance(text()) + kSpace12,
                metrics().toolButton - 2};
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        if (underMouse()) {
            drawBox(painter, rect(), theme.hover, Qt::transparent, kRadius);
        }
        painter.setFont(fontOf(isChecked() ? TypeRole::Title : TypeRole::Body));
        painter.setPen(isChecked() ? theme.accent : theme.textSecondary);
        painter.drawText(rect(), static_cast<int>(Qt::AlignCenter), text());
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
            drawFocusRing(painter, rect(), theme);
        }
    }
};

/// The market's name with the arrow that says it opens a list.
class MarketButton final : public QToolButton
{
public:
    explicit MarketButton(QWidget* parent)
        : QToolButton(parent)
    {
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {QFontMetrics{fontOf(TypeRole::Title)}.horizontalAdvance(text()) + kSpace24
                    + kSpace4,
                metrics().dockTitle - 1};
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        if (underMouse()) {
            drawBox(painter, QRectF{rect()}.adjusted(0, 2, 0, -2), theme.hover, Qt::transparent,
                    kRadius);
        }
        painter.setFont(fontOf(TypeRole::Title));
        painter.setPen(theme.text);
        painter.drawText(rect().adjusted(kSpace4, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         text());
        if (isEnabled()) {
            drawIcon(painter, QRectF(width() - 20.0, 0, 16, height()), u"down"_s,
                     theme.textSecondary, 12);
        }
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
            drawFocusRing(painter, rect(), theme);
        }
    }
};

} // namespace

QStringList ChartSlot::timeframes()
{
    return {u"1m"_s, u"5m"_s, u"15m"_s, u"1h"_s};
}

ChartSlot::ChartSlot(QWidget* parent)
    : QWidget(parent)
    , m_title(new QHBoxLayout)
    , m_marketButton(new MarketButton{this})
    , m_timeframes(new QButtonGroup{this})
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState{this})
{
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_title->setContentsMargins(kSpace8 + 12, 0, kSpace4, 1);
    m_title->setSpacing(2);
    column->addLayout(m_title);
    column->addLayout(m_stack, 1);

    connect(m_marketButton, &QToolButton::clicked, this, &ChartSlot::offerMarkets);
    m_title->addWidget(m_marketButton);
    m_title->addSpacing(kSpace8);
    const QStringList all = timeframes();
    for (const QString& timeframe : all) {
        auto* button = new WordButton{timeframe, this};
        button->setAccessibleName(tr("Timeframe %1").arg(timeframe));
        m_timeframes->addButton(button);
        m_title->addWidget(button);
        connect(button, &QToolButton::clicked, this,
                [this, timeframe] { Q_EMIT timeframeChosen(timeframe); });
    }
    m_title->addStretch(1);
    m_stack->addWidget(m_empty);
    connect(m_empty, &EmptyState::acted, this, &ChartSlot::importRequested);
    m_timeframe = u"5m"_s;
    refresh();
}

void ChartSlot::offerMarkets()
{
    auto* menu = new QMenu{this};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString& market : m_markets) {
        menu->addAction(market, this, [this, market] { Q_EMIT marketChosen(market); });
    }
    menu->popup(m_marketButton->mapToGlobal(QPoint{0, m_marketButton->height()}));
}

void ChartSlot::setMarkets(const QStringList& markets)
{
    m_markets = markets;
    if (m_market.isEmpty() && !markets.isEmpty()) {
        setMarket(markets.first());
    }
}

void ChartSlot::setMarket(const QString& market)
{
    m_market = market;
    refresh();
}

void ChartSlot::setTimeframe(const QString& timeframe)
{
    m_timeframe = timeframe;
    refresh();
}

void ChartSlot::setChart(QWidget* chart)
{
    m_chart = chart;
    m_stack->addWidget(chart);
    setFocusProxy(chart);
}

void ChartSlot::showChart()
{
    if (m_chart != nullptr) {
        m_stack->setCurrentWidget(m_chart);
    }
}

void ChartSlot::showEmpty()
{
    m_stack->setCurrentWidget(m_empty);
}

void ChartSlot::addTool(QToolButton* button, ToolRoom room)
{
    m_title->addWidget(button);
    if (room == ToolRoom::WhereThereIsSome) {
        m_roomyTools.push_back(button);
    }
}

void ChartSlot::resizeEvent(QResizeEvent* event)
{
    constexpr int kRoomForTools = 540;
    for (QToolButton* tool : m_roomyTools) {
        tool->setVisible(width() >= kRoomForTools);
    }
    QWidget::resizeEvent(event);
}

void ChartSlot::showLoading()
{
    m_empty->show(u"clock"_s, tr("Loading candles of %1").arg(m_market),
                  tr("They appear when the first bars have come."));
    m_stack->setCurrentWidget(m_empty);
}

void ChartSlot::showResults(ResultTimeframe timeframe)
{
    m_backtest = true;
    m_fixedTimeframe = timeframe == ResultTimeframe::OfTheRun;
    m_marketButton->setEnabled(false);
    refresh();
}

void ChartSlot::refresh()
{
    m_marketButton->setText(m_market);
    m_marketButton->updateGeometry();
    m_marketButton->setAccessibleName(tr("Market %1").arg(m_market));
    const auto buttons = m_timeframes->buttons();
    for (QAbstractButton* button : buttons) {
        button->setChecked(button->text() == m_timeframe);
        button->setVisible(!m_fixedTimeframe || button->isChecked());
        button->setEnabled(!m_fixedTimeframe);
    }
    const QString what = m_market.isEmpty() ? tr("No candles")
                                            : tr("No candles for %1 %2").arg(m_market, m_timeframe);
    m_empty->show(u"data"_s, what, tr("Import a file or start the practice market."),
                  tr("Import…"));
    setAccessibleName(tr("Chart %1 %2").arg(m_market, m_timeframe));
    update();
}

void ChartSlot::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    const int bar = m_stack->currentWidget()->y();
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect{0, 0, width(), bar}, theme.raised);
    painter.fillRect(QRect{0, bar - 1, width(), 1}, theme.border);
    if (m_backtest) {
        painter.fillRect(QRect{0, 0, width(), 3}, theme.modeBacktest);
        const QString chip = describe(ModeBadge::Backtest);
        painter.setFont(fontOf(TypeRole::Small));
        const int wide = painter.fontMetrics().horizontalAdvance(chip) + kSpace12;
        int left = m_marketButton->geometry().right();
        const auto buttons = m_timeframes->buttons();
        for (const QAbstractButton* button : buttons) {
            left = button->isVisible() ? button->geometry().right() : left;
        }
        left += kSpace16;
        const QRect box{left, (bar - 18) / 2 + 1, wide, 18};
        painter.fillRect(box, theme.modeBacktest);
        painter.setPen(theme.onMode);
        painter.drawText(box, static_cast<int>(Qt::AlignCenter), chip);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawEllipse(QRectF(kSpace8, bar / 2.0 - 4.5, 8, 8));
}

} // namespace wick::desktop

#include "app/desktop/views/tradefilterbar.h"

#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/formparts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>

namespace wick::desktop {

namespace {

/// Shows `words` behind the entry that means all; the chosen one stays chosen while it is offered.
void setWords(QComboBox& box, const QStringList& words)
{
    const QSignalBlocker quiet{box};
    const QVariant chosen = box.currentData();
    while (box.count() > 1) {
        box.removeItem(1);
    }
    for (const QString& word : words) {
        box.addItem(word, word);
    }
    box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

} // namespace

TradeFilterBar::TradeFilterBar(QWidget* parent)
    : QWidget(parent)
    , m_side(choiceBox(tr("Side")))
    , m_outcome(choiceBox(tr("Result")))
    , m_closedBy(choiceBox(tr("Closed by")))
    , m_hour(choiceBox(tr("Hour of the entry, UTC")))
    , m_regime(choiceBox(tr("Regime")))
{
    setAccessibleName(tr("Which trades"));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(kSpace8, kSpace4, kSpace8, kSpace4);
    row->setSpacing(kSpace4);
    m_side->addItem(tr("All sides"), static_cast<int>(RowSide::None));
    m_side->addItem(tr("Long"), static_cast<int>(RowSide::Long));
    m_side->addItem(tr("Short"), static_cast<int>(RowSide::Short));
    m_outcome->addItem(tr("All results"), static_cast<int>(TradeOutcome::Any));
    m_outcome->addItem(tr("Winners"), static_cast<int>(TradeOutcome::Winners));
    m_outcome->addItem(tr("Losers"), static_cast<int>(TradeOutcome::Losers));
    m_closedBy->addItem(tr("All reasons"), QString{});
    m_hour->addItem(tr("All hours"), -1);
    for (int hour = 0; hour < 24; ++hour) {
        m_hour->addItem(QStringLiteral("%1:00").arg(hour, 2, 10, QLatin1Char{'0'}), hour);
    }
    m_regime->addItem(tr("All regimes"), QString{});
    for (QComboBox* box : {m_side, m_outcome, m_closedBy, m_hour, m_regime}) {
        box->setToolTip(box->accessibleName());
        row->addWidget(box, 1);
        connect(box, &QComboBox::currentIndexChanged, this, &TradeFilterBar::changed);
    }
}

void TradeFilterBar::offer(const std::vector<TradeRow>& rows)
{
    QStringList reasons;
    QStringList regimes;
    for (const TradeRow& row : rows) {
        reasons.append(row.closedBy);
        regimes.append(row.regime);
    }
    for (QStringList* words : {&reasons, &regimes}) {
        words->removeAll({});
        words->removeDuplicates();
        words->sort();
    }
    setWords(*m_closedBy, reasons);
    setWords(*m_regime, regimes);
}

TradeFilter TradeFilterBar::filter() const
{
    TradeFilter filter;
    filter.side = static_cast<RowSide>(m_side->currentData().toInt());
    filter.outcome = static_cast<TradeOutcome>(m_outcome->currentData().toInt());
    filter.closedBy = m_closedBy->currentData().toString();
    if (const int hour = m_hour->currentData().toInt(); hour >= 0) {
        filter.hour = hour;
    }
    filter.regime = m_regime->currentData().toString();
    return filter;
}

void TradeFilterBar::clear()
{
    for (QComboBox* box : {m_side, m_outcome, m_closedBy, m_hour, m_regime}) {
        box->setCurrentIndex(0);
    }
}

void TradeFilterBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter{this}.fillRect(rect(), currentTheme().panel);
}

} // namespace wick::desktop

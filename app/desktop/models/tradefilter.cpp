#include "app/desktop/models/tradefilter.h"

#include <QCoreApplication>

#include <cmath>

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(TradeFilter)
};

constexpr qint64 kHourMs = 3'600'000;

} // namespace

bool TradeFilter::accepts(const TradeRow& row) const
{
    const bool won = row.net.scaled > 0;
    return (side == RowSide::None || row.side == side)
           && (outcome == TradeOutcome::Any || won == (outcome == TradeOutcome::Winners))
           && (closedBy.isEmpty() || row.closedBy == closedBy)
           && (!hour || row.entryMs / kHourMs % 24 == *hour)
           && (regime.isEmpty() || row.regime == regime);
}

QString sumWords(const std::vector<TradeRow>& rows, const TradeFilter& filter)
{
    qint64 trades = 0;
    qint64 measured = 0;
    double results = 0.0;
    Fixed net{0, 6};
    for (const TradeRow& row : rows) {
        if (filter.accepts(row)) {
            ++trades;
            net.scaled += row.net.scaled;
            if (std::isfinite(row.resultR)) {
                ++measured;
                results += row.resultR;
            }
        }
    }
    if (trades == 0) {
        return {};
    }
    const QString mean =
        measured == 0
            ? QString{}
            : Words::tr(" · mean %1").arg(rMultiple(results / static_cast<double>(measured)));
    return Words::tr("%1 of %2 trades · net %3 USDC%4")
        .arg(trades)
        .arg(rows.size())
        .arg(signedMoney(net), mean);
}

} // namespace wick::desktop

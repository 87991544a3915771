#include "app/desktop/adapters/heatadapter.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/text/describe.h"
#include "core/portfolio/marketmoves.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Heatmap)
};

/// Signed values, by market.
std::vector<core::Exposure> exposuresOf(const session::Snapshot& snapshot)
{
    std::vector<core::Exposure> exposures;
    for (const session::MarketStatus& market : snapshot.markets) {
        exposures.push_back({.market = market.instrument});
    }
    for (const session::PositionStatus& position : snapshot.positions) {
        const core::Instrument& market = (*snapshot.instruments)[position.instrument.count()];
        const core::Money value = market.notional(position.quantity, position.mark);
        exposures[position.instrument.count()].value += core::sign(position.side) * value.count();
    }
    return exposures;
}

/// A value as a multiple of the account.
double overEquity(std::int64_t value, const session::Snapshot& snapshot)
{
    const auto equity = static_cast<double>(snapshot.equity.count());
    return equity > 0.0 ? static_cast<double>(value) / equity : 0.0;
}

} // namespace

Heat heatOf(const session::Snapshot& snapshot)
{
    const auto count = snapshot.markets.size();
    core::MarketMoves moves{*snapshot.instruments};
    for (const session::MarketStatus& market : snapshot.markets) {
        std::vector<core::ClosedBar> bars = *market.bars.old;
        bars.insert(bars.end(), market.bars.recent.begin(), market.bars.recent.end());
        const core::Duration base =
            bars.size() > 1 ? bars[1].start - bars[0].start : core::minutes(1);
        moves.takeHistory(market.instrument, bars, base);
    }
    if (!snapshot.markets.empty() && snapshot.markets.front().last) {
        // A five-minute bar counts once a price of a later one is there.
        moves.take(snapshot.markets.front().instrument, snapshot.now + core::minutes(5),
                   *snapshot.markets.front().last);
    }
    const core::CorrelationMatrix& matrix = moves.correlations();
    Heat heat;
    core::PairTable pairs{count};
    pairs.refresh(matrix);
    for (const session::MarketStatus& market : snapshot.markets) {
        heat.scene.groups.push_back(pairs.groupOf(market.instrument));
    }
    for (std::size_t i = 0; i < count; ++i) {
        heat.scene.markets.append(shortMarket(text((*snapshot.instruments)[i].symbol())));
        for (std::size_t j = 0; j < count; ++j) {
            charts::HeatCell cell;
            if (i != j) {
                const core::Correlation pair = matrix.between(i, j);
                cell = {pair.rho, pair.alike, static_cast<qint64>(pair.bars), pair.known,
                        heat.scene.groups[i] == heat.scene.groups[j]};
            }
            heat.scene.cells.push_back(cell);
        }
    }
    const auto exposures = exposuresOf(snapshot);
    QStringList parts;
    for (std::size_t group = 0; group < count; ++group) {
        QStringList members;
        for (std::size_t i = 0; i < count; ++i) {
            if (heat.scene.groups[i] == group) {
                members.append(heat.scene.markets[static_cast<qsizetype>(i)]);
            }
        }
        if (members.size() > 1) {
            const double held = overEquity(core::groupExposure(pairs, exposures, group), snapshot);
            parts.append(Words::tr("%1 count as one: %2 × equity is held.")
                             .arg(members.join(Words::tr(" and ")), number(held, 2)));
        }
    }
    heat.sentence = parts.isEmpty()
                        ? Words::tr("Outlined from %1 on; no two markets count as one now.")
                              .arg(number(core::kGroupedFrom, 2))
                        : Words::tr("Outlined from %1 on. %2")
                              .arg(number(core::kGroupedFrom, 2), parts.join(u' '));
    return heat;
}

} // namespace wick::desktop

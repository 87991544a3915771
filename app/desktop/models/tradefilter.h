#pragma once

#include "app/desktop/models/rows.h"

#include <optional>

namespace wick::desktop {

enum class TradeOutcome : std::uint8_t
{
    Any,
    Winners, ///< above zero
    Losers,  ///< zero counts as one
};

/// Which trades a review walks.
struct TradeFilter
{
    RowSide side = RowSide::None; ///< none: both
    TradeOutcome outcome = TradeOutcome::Any;
    QString closedBy;        ///< empty: whatever closed it
    std::optional<int> hour; ///< of the entry, UTC
    QString regime;          ///< empty: any

    [[nodiscard]] bool accepts(const TradeRow& row) const;
    friend bool operator==(const TradeFilter&, const TradeFilter&) = default;
};

/// What some trades came to together: "31 trades · net −120.33 · mean −0.10 R".
[[nodiscard]] QString sumWords(const std::vector<TradeRow>& rows, const TradeFilter& filter);

} // namespace wick::desktop

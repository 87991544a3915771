#pragma once

#include "core/domain/marketdata.h"
#include "core/domain/orders.h"
#include "core/execution/costmodels.h"
#include "core/market/marketstep.h"

#include <array>
#include <optional>

namespace wick::core {

/// In which order a bar is thought to have reached its extremes.
enum class BarPath : std::uint8_t
{
    Near, ///< the extreme nearer to the open first; a tie: low first
    OpenHighLowClose,
    OpenLowHighClose,
};

/// The four prices in the order of the path.
[[nodiscard]] std::array<Price, 4> pathOf(const BarValues& bar, BarPath path) noexcept;

/// The first point of the path at which a price between the extremes has been reached.
[[nodiscard]] BarPoint reachedAt(const std::array<Price, 4>& path, Price price) noexcept;

/// From when on a position exists inside a bar: it decides which prices provably came later.
enum class HeldFrom : std::uint8_t
{
    Open,     ///< before the bar or from its open: every price counts
    FellInto, ///< filled on the way against it (a limit): only a close beyond counts in its favour
    RoseInto, ///< filled on the way with it (a stop entry): only a close beyond counts against it
};

/// How the protection of a position came out of a bar.
struct Outcome
{
    OrderRole role{}; ///< ProtectiveStop or Target
    Price price;
    bool atOpen = false;
    bool ambiguous = false; ///< stop and target were both possible; the worse one is booked
    Price otherPrice;       ///< ambiguous only: the fill of the other reading
};

/// What the four prices prove about a stop and a target. Nothing when neither was reached.
/// Source: definitions D.7, entry-bar rule.
[[nodiscard]] std::optional<Outcome> protectionOutcome(const FillModel& model,
                                                       const Instrument& instrument,
                                                       Side side,
                                                       Price stop,
                                                       std::optional<Price> target,
                                                       const BarValues& bar,
                                                       HeldFrom from);

/// Fill of an entry that rests at its price.
struct EntryOutcome
{
    Price price;
    HeldFrom from{};
};

/// Whether a resting entry (limit or stop) is reached in the bar, and at what price.
[[nodiscard]] std::optional<EntryOutcome> entryOutcome(const FillModel& model,
                                                       const Instrument& instrument,
                                                       Side side,
                                                       OrderKind kind,
                                                       Price price,
                                                       const BarValues& bar);

/// Lots a limit may take of the bar: a share of the volume estimated at or beyond it.
/// Nothing when the bar has no volume to judge by: then there is no such cap.
[[nodiscard]] std::optional<std::int64_t> limitVolume(const FillModel& model,
                                                      const Instrument& instrument,
                                                      Side side,
                                                      Price limit,
                                                      const BarValues& bar);

} // namespace wick::core

#pragma once

#include "core/strategy/explaining.h"

#include <memory>
#include <vector>

namespace wick::core {

/// A step of a strategy's life: what it saw, what it made of it, what it decided, what it waits for
/// after it.
struct TrailStep
{
    Timestamp at;           ///< market time
    bool barClosed = false; ///< of its timeframe; else it decided within one
    ClosedBar bar;          ///< the last one of its timeframe that had closed
    std::size_t bars = 0;   ///< closed ones that it was shown
    std::optional<OwnPosition> position;
    InlineVector<OwnOrder, 4> working;
    Duration sinceOpen{};
    Duration untilClose{};
    std::optional<Explanation> explanation; ///< none from a strategy that does not explain itself
    Decision decision;
    Status status;
    std::vector<OwnFill> fills; ///< that it was told of from then on until the next step kept
};

/// From when to when a trail is kept, both included.
struct TrailRange
{
    Timestamp from;
    Timestamp to;

    friend bool operator==(const TrailRange&, const TrailRange&) noexcept = default;
};

/// Passes everything on to a strategy and keeps the steps of a stretch of its life: those in which
/// a bar of its timeframe closed, and those in which it decided something. Decisions are those of
/// the strategy itself. For inspectors: a run is made again with it, so that nothing has to be kept
/// of a run beforehand.
class TrailStrategy final : public Strategy
{
public:
    /// `trail` must outlive the strategy.
    TrailStrategy(std::shared_ptr<const Strategy> strategy,
                  TrailRange range,
                  std::vector<TrailStep>& trail);

    [[nodiscard]] const Description& describe() const noexcept override;
    [[nodiscard]] Memory start(const Instrument& instrument) const override;
    [[nodiscard]] Decision onStep(const StrategyView& view, Memory& memory) const override;
    void onFill(const OwnFill& fill, Memory& memory) const override;
    [[nodiscard]] Status status(const Instrument& instrument, const Memory& memory) const override;

private:
    std::shared_ptr<const Strategy> m_strategy;
    const Explaining* m_explaining; ///< the same strategy, where it can
    TrailRange m_range;
    std::vector<TrailStep>& m_trail;
};

} // namespace wick::core

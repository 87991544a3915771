#pragma once

#include "core/base/clock.h"
#include "core/engine/corelistener.h"

#include <optional>
#include <vector>

namespace wick::session {

/// How long a close of everything took, from its trigger on.
struct ClosingTimes
{
    core::Duration lastCancel{}; ///< until the last cancel was sent, market time
    core::Duration flat{};       ///< until flat was verified, market time
    core::Duration wallLastCancel{};
    core::Duration wallFlat{};
};

/// Times closes on two clocks. Engines that are closed together are timed together: the slowest
/// counts. Thread: the trading core's.
class ClosingStopwatch final : public core::CoreListener
{
public:
    ClosingStopwatch(std::size_t engines, const core::Clock& wall)
        : m_wall(wall)
        , m_begun(engines)
    {}

    /// The command that is about to be applied was given at this wall time; none once it is
    /// applied. What closes without a command is timed from its halt on.
    void setTrigger(std::optional<core::Timestamp> wall) noexcept { m_trigger = wall; }

    void onClosing(const core::ClosingReport& report) override;
    void onFlat(const core::ClosingReport& report) override;

    [[nodiscard]] const ClosingTimes& times() const noexcept { return m_times; }

private:
    /// A close that runs.
    struct Begun
    {
        core::Timestamp wall;
        std::int64_t cancels = 0;
    };
    void note(const core::ClosingReport& report);

    const core::Clock& m_wall;
    std::optional<core::Timestamp> m_trigger;
    std::vector<std::optional<Begun>> m_begun; ///< by engine
    ClosingTimes m_times;
};

} // namespace wick::session

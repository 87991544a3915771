#pragma once

#include "core/strategy/strategy.h"

#include <atomic>
#include <thread>

namespace wick::test {

/// A strategy that never returns from its third step with trades until it is let go.
class HangingStrategy final : public core::Strategy
{
public:
    /// Sets `hangs` when it begins to, and goes on when `release` is set; both outlive it.
    HangingStrategy(std::atomic<bool>& hangs, std::atomic<bool>& release)
        : m_hangs(hangs)
        , m_release(release)
    {
        m_description.name = "hanging";
        m_description.wake = core::Wake::EveryStep;
    }
    [[nodiscard]] const core::Description& describe() const noexcept override
    {
        return m_description;
    }
    [[nodiscard]] core::Memory start(const core::Instrument&) const override
    {
        return core::Memory::of(0);
    }
    [[nodiscard]] core::Decision onStep(const core::StrategyView& view,
                                        core::Memory& memory) const override
    {
        if (!view.trades.empty() && ++memory.as<int>() > 2) {
            m_hangs = true;
            while (!m_release.load()) {
                std::this_thread::yield();
            }
        }
        return {};
    }
    [[nodiscard]] core::Status status(const core::Instrument&, const core::Memory&) const override
    {
        return {"Hanging.", {}};
    }

private:
    std::atomic<bool>& m_hangs;
    std::atomic<bool>& m_release;
    core::Description m_description;
};

} // namespace wick::test

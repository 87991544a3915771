#pragma once

#include "core/strategy/strategy.h"

#include <atomic>
#include <thread>

namespace wick::test {

/// A strategy that never returns from its third step with trades until it is let go.
class HangingStrategy final : public core::Strategy
{
public:
    explicit HangingStrategy(std::atomic<bool>& release)
        : m_release(release)
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
    std::atomic<bool>& m_release;
    core::Description m_description;
};

} // namespace wick::test

#pragma once

#include "core/base/clock.h"
#include "core/execution/executionport.h"
#include "core/risk/riskgate.h"
#include "tests/support/builders.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace wick::test {

/// An execution port together with a market that a test can move. Every adapter brings one of these
/// and is held to the same contract. One engine, on ETH.
class PortUnderContract
{
public:
    PortUnderContract() = default;
    PortUnderContract(const PortUnderContract&) = delete;
    PortUnderContract& operator=(const PortUnderContract&) = delete;
    virtual ~PortUnderContract() = default;

    [[nodiscard]] virtual core::ExecutionPort& port() = 0;
    /// The next minute: the market goes straight to `price` in USDC and trades plenty there.
    virtual void moveTo(double price) = 0;
    /// What was reported since the last call, in order.
    [[nodiscard]] virtual std::vector<core::OrderEvent> take() = 0;
    [[nodiscard]] const core::Clock& clock() const noexcept { return m_clock; }

protected:
    core::ManualClock m_clock{core::Timestamp{} + core::hours(1)};
};

/// Names of the ports there are, and one of them by its name.
[[nodiscard]] std::vector<const char*> portNames();
[[nodiscard]] std::unique_ptr<PortUnderContract> makePort(std::string_view name);

} // namespace wick::test

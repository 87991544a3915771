#pragma once

#include "app/cli/venuerequests.h"
#include "core/io/instrumentfile.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wick::cli {

enum class Verdict : std::uint8_t
{
    Ok,
    Warn, ///< works, but not as it should, or could not be told
    Fail,
};

[[nodiscard]] std::string_view nameOf(Verdict verdict) noexcept;

/// One thing that was looked at.
struct Finding
{
    Verdict verdict = Verdict::Ok;
    std::string subject;
    std::string what;
    std::string remedy{}; ///< what to do; empty when nothing is
};

/// What a check-up looks at beside the network and its markets.
struct CheckUpRequest
{
    std::vector<io::InstrumentSpec> instruments;
    std::optional<std::int64_t> account;
    std::optional<std::int64_t> slot; ///< 0 to 254, with an account
    std::string publicKey{};          ///< 80 hexadecimal digits, with a slot; empty: not known
};

/// Our clock before and after a request, and the second that the venue's was in between.
struct ClockReading
{
    core::Timestamp sent;
    core::Timestamp heard;
    core::Timestamp server; ///< whole seconds
};

/// How far apart the clocks are at least: the venue tells the second only.
[[nodiscard]] core::Duration clockApart(const ClockReading& reading) noexcept;
[[nodiscard]] Finding clockFinding(const ClockReading& reading);

/// Whether a market is open and is the one of the instrument file.
[[nodiscard]] std::vector<Finding> marketFindings(const io::InstrumentSpec& spec,
                                                  std::span<const lighter::wire::Market> markets);

/// Whether the slot of an account is one for us and has the key that it should have.
[[nodiscard]] std::vector<Finding> keyFindings(const CheckUpRequest& request,
                                               const lighter::wire::ApiKeys& keys);

/// Looks at everything, in order of what depends on what.
[[nodiscard]] std::vector<Finding> checkUp(VenueRequests& venue, const CheckUpRequest& request);

} // namespace wick::cli

#pragma once

#include "core/domain/units.h"

#include <cstdint>
#include <deque>
#include <string_view>

namespace wick::core {

/// What is done about an error of a venue, from the least to the most.
enum class ErrorAction : std::uint8_t
{
    Retry,   ///< the same again later: nothing was wrong with it
    User,    ///< shown; the same would be refused again
    Resync,  ///< what we believe is not what the venue has: ask it first
    Restart, ///< a new connection, and everything asked anew
    Halt,    ///< trading stops until a person has looked
};

/// What an error says about the request it answers.
enum class ErrorCertainty : std::uint8_t
{
    Refused, ///< it was not taken and has no effect
    Unknown, ///< it may have been taken all the same
};

struct ErrorRule
{
    ErrorAction action = ErrorAction::Resync;
    ErrorCertainty certainty = ErrorCertainty::Unknown;
    bool known = false; ///< whether the venue's documents have the code

    friend constexpr bool operator==(const ErrorRule&, const ErrorRule&) noexcept = default;
};

[[nodiscard]] std::string_view nameOf(ErrorAction action) noexcept;

/// Unknown errors call for a resync at least; the third within five minutes for a restart.
class UnknownErrors
{
public:
    [[nodiscard]] ErrorAction note(Timestamp now);

private:
    std::deque<Timestamp> m_recent;
};

} // namespace wick::core

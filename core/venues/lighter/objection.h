#pragma once

#include "core/venues/lighter/transactionerror.h"

#include <initializer_list>
#include <optional>

namespace wick::lighter {

/// The outcome of one check: nothing is good.
using Objection = std::optional<TransactionError>;

[[nodiscard]] constexpr Objection unless(bool good, TransactionError error) noexcept
{
    return good ? Objection{} : Objection{error};
}

/// The first objection among the outcomes of checks.
[[nodiscard]] constexpr Objection firstOf(std::initializer_list<Objection> objections) noexcept
{
    for (const Objection objection : objections) {
        if (objection) {
            return objection;
        }
    }
    return {};
}

} // namespace wick::lighter

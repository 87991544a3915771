#include "tests/core/venues/lighter/vectorchecks.h"

#include <array>

namespace wick::test {

namespace {

bool isOneOf(std::string_view op, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        if (op == name) {
            return true;
        }
    }
    return false;
}

using Check = std::string (*)(Json);

/// By the operation that the entry names, or null.
Check byOperation(std::string_view op)
{
    if (isOneOf(op, {"permute", "hash_no_pad"})) {
        return checkHash;
    }
    if (isOneOf(op, {"decode", "generator_mul", "add", "mul"})) {
        return checkGroup;
    }
    if (isOneOf(op, {"arith", "reduce"})) {
        return checkScalar;
    }
    return isOneOf(op, {"sign", "verify"}) ? checkSchnorr : nullptr;
}

/// By the members that only this kind has, or null.
Check byMembers(Json entry)
{
    struct Kind
    {
        std::string_view member;
        Check check;
    };
    constexpr std::array<Kind, 7> kKinds{{{"official_error", checkRejected},
                                          {"challenge_hash", checkSteps},
                                          {"tx_info", checkSignedTransaction},
                                          {"token", checkToken},
                                          {"legendre_a", checkLargeField},
                                          {"a_is_square", checkSmallField},
                                          {"private_key", checkKey}}};
    for (const Kind& kind : kKinds) {
        if (has(entry, kind.member)) {
            return kind.check;
        }
    }
    return nullptr;
}

} // namespace

std::string check(Json entry)
{
    if (!entry.is_object()) {
        return "is no object";
    }
    const Check byOp = byOperation(text(entry, "op"));
    const Check chosen = byOp != nullptr ? byOp : byMembers(entry);
    return chosen != nullptr ? chosen(entry) : "is of no known kind";
}

std::string nameOf(Json entry, std::size_t index)
{
    const std::string_view name = text(entry, "name");
    const std::string number = "entry " + std::to_string(index);
    return name.empty() ? number : number + " (" + std::string{name} + ')';
}

} // namespace wick::test

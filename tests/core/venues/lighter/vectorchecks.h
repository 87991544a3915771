#pragma once

#include "tests/core/venues/lighter/vectorfile.h"

#include <cstddef>
#include <string>

namespace wick::test {

/// Compares one entry of a vector file with what our code makes of it: fields, group, hash, keys,
/// signatures, transactions, tokens, refused transactions. Empty when all agrees, else what does
/// not; an entry of no known kind is a failure too.
[[nodiscard]] std::string check(Json entry);

/// A short name for messages.
[[nodiscard]] std::string nameOf(Json entry, std::size_t index);

// One kind each.
[[nodiscard]] std::string checkSmallField(Json entry);
[[nodiscard]] std::string checkLargeField(Json entry);
[[nodiscard]] std::string checkScalar(Json entry);
[[nodiscard]] std::string checkGroup(Json entry);
[[nodiscard]] std::string checkHash(Json entry);
[[nodiscard]] std::string checkSchnorr(Json entry);
[[nodiscard]] std::string checkKey(Json entry);
[[nodiscard]] std::string checkToken(Json entry);
[[nodiscard]] std::string checkSignedTransaction(Json entry);
[[nodiscard]] std::string checkSteps(Json entry);
[[nodiscard]] std::string checkRejected(Json entry);

/// Collects what differs.
class Differences
{
public:
    void expect(bool agrees, std::string_view what)
    {
        if (!agrees) {
            m_text.append(m_text.empty() ? "" : ", ").append(what).append(" differs");
        }
    }
    [[nodiscard]] std::string text() && { return std::move(m_text); }

private:
    std::string m_text;
};

} // namespace wick::test

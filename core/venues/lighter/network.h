#pragma once

#include "core/base/result.h"
#include "core/venues/lighter/transactions.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace wick::lighter {

/// One of the venue's networks. Hosts and chain belong together and are never chosen apart: a
/// transaction signed for one network means nothing on another.
class Network
{
public:
    /// Where `wickctl exchange` listens unless it is told otherwise.
    static constexpr std::uint16_t kPracticePort = 7310;

    [[nodiscard]] static Network mainnet();
    [[nodiscard]] static Network testnet();
    /// The practice exchange on this machine.
    [[nodiscard]] static Network practice(std::uint16_t port = kPracticePort);
    /// By the name of a profile: mainnet, testnet or practice. The error is a sentence.
    [[nodiscard]] static core::Result<Network, std::string> named(std::string_view profile);

    [[nodiscard]] std::string_view name() const noexcept { return m_name; }
    /// Ends with a slash; paths of requests follow it.
    [[nodiscard]] const std::string& rest() const noexcept { return m_rest; }
    [[nodiscard]] const std::string& stream() const noexcept { return m_stream; }
    [[nodiscard]] ChainId chain() const noexcept { return m_chain; }

private:
    Network(std::string_view name, std::string rest, std::string stream, ChainId chain);

    std::string_view m_name;
    std::string m_rest;
    std::string m_stream;
    ChainId m_chain;
};

} // namespace wick::lighter

#include "core/venues/lighter/network.h"

#include <utility>

namespace wick::lighter {

namespace {

constexpr ChainId kMainnetChain{304};
constexpr ChainId kTestnetChain{300};
/// No chain of the venue: what is signed for practice can never be carried out elsewhere.
constexpr ChainId kPracticeChain{31'337};

} // namespace

Network::Network(std::string_view name, std::string rest, std::string stream, ChainId chain)
    : m_name(name)
    , m_rest(std::move(rest))
    , m_stream(std::move(stream))
    , m_chain(chain)
{}

Network Network::mainnet()
{
    return {"mainnet", "https://mainnet.zklighter.elliot.ai/",
            "wss://mainnet.zklighter.elliot.ai/stream", kMainnetChain};
}

Network Network::testnet()
{
    return {"testnet", "https://testnet.zklighter.elliot.ai/",
            "wss://testnet.zklighter.elliot.ai/stream", kTestnetChain};
}

Network Network::practice(std::uint16_t port)
{
    const std::string host = "127.0.0.1:" + std::to_string(port);
    return {"practice", "http://" + host + "/", "ws://" + host + "/stream", kPracticeChain};
}

core::Result<Network, std::string> Network::named(std::string_view profile)
{
    if (profile == "mainnet") {
        return mainnet();
    }
    if (profile == "testnet") {
        return testnet();
    }
    if (profile == "practice") {
        return practice();
    }
    return core::Failure{"there is no profile '" + std::string{profile}
                         + "'; there are mainnet, testnet and practice"};
}

} // namespace wick::lighter

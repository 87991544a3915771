#include "app/cli/exchangecommand.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/session/interrupt.h"
#include "core/base/decimal.h"
#include "core/io/venues/lighter/exchange/exchangeserver.h"
#include "core/io/venues/lighter/exchange/practiceaccount.h"
#include "core/io/venues/lighter/exchange/practicesetup.h"
#include "core/venues/lighter/network.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <array>
#include <chrono>
#include <limits>

namespace wick::cli {

using namespace wick::core;

namespace {

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr int kMoneyDecimals = 6;

struct ExchangeRequest
{
    quint16 port = lighter::Network::kPracticePort;
    exchange::PracticeRequest practice;
};

OptionParser exchangeParser()
{
    return {"exchange [OPTION…]\n"
            "An exchange for practice that speaks Lighter's protocol, for clients on this machine "
            "only.\nEnds on Ctrl+C and prints the account.",
            {{"--port", "N", "port to listen on; 0 takes a free one (default 7310)"},
             {"--market-data", "practice", "what its market is: the practice market"},
             {"--speed", "N", "1, 10 or 60: market seconds a second (default 1)"},
             {"--tier", "NAME", "of the account: standard, premium or plus (default standard)"},
             {"--seed", "N", "seed of the practice market"},
             {"--balance", "USDC", "start balance (default 100000)"}}};
}

Result<exchange::Tier, std::string> tierNamed(const std::string& name)
{
    for (const exchange::Tier& tier :
         {exchange::standardTier(), exchange::premiumTier(), exchange::plusTier()})
    {
        if (tier.name == name) {
            return tier;
        }
    }
    return Failure{"--tier is standard, premium or plus, not '" + name + "'"};
}

Result<ExchangeRequest, std::string> requestOf(const Options& options)
{
    ExchangeRequest request;
    if (!options.positional().empty()) {
        return Failure{"exchange takes no argument '" + options.positional().front() + "'"};
    }
    if (const auto text = options.value("--port")) {
        const auto port = parseScaled(*text, 0);
        if (!port || *port < 0 || *port > std::numeric_limits<quint16>::max()) {
            return Failure{"--port: '" + *text + "' is no port"};
        }
        request.port = static_cast<quint16>(*port);
    }
    if (const auto data = options.valueOr("--market-data", "practice"); data != "practice") {
        return Failure{"--market-data is practice in this version, not '" + data + "'"};
    }
    if (const auto text = options.valueOr("--speed", "1");
        text != "1" && text != "10" && text != "60") {
        return Failure{"--speed is 1, 10 or 60, not '" + text + "'"};
    } else {
        request.practice.speed = parseScaled(text, 0).value();
    }
    if (const auto text = options.value("--seed")) {
        const auto seed = parseScaled(*text, 0);
        if (!seed || *seed < 0) {
            return Failure{"--seed: '" + *text + "' is not a whole number"};
        }
        request.practice.seed = static_cast<std::uint64_t>(*seed);
    }
    if (const auto text = options.value("--balance")) {
        const auto amount = parseScaled(*text, kMoneyDecimals);
        if (!amount || *amount <= 0) {
            return Failure{"--balance: '" + *text + "' is not an amount above zero"};
        }
        request.practice.balance = Money{*amount};
    }
    auto tier = tierNamed(options.valueOr("--tier", "standard"));
    if (!tier) {
        return Failure{std::move(tier).error()};
    }
    request.practice.tier = std::move(*tier);
    return request;
}

std::string summaryOf(const exchange::PracticeExchange& exchange)
{
    const auto text = [](Money amount) {
        return fixedText(amount.count(), kMoneyDecimals);
    };
    std::string summary;
    for (const auto& [index, account] : exchange.accounts()) {
        summary += "account " + std::to_string(index) + "\ncollateral " + text(account.collateral)
                   + "\nvalue " + text(exchange.value(account)) + "\nfees " + text(account.fees)
                   + "\nfunding " + text(account.funding) + "\n";
        for (const auto& [market, position] : account.positions) {
            summary +=
                "position " + std::to_string(market) + " "
                + fixedText(position.lots, exchange.market(market)->instrument().quantityDecimals())
                + "\n";
        }
    }
    return summary + "orders " + std::to_string(exchange.orders().size()) + "\ntrades "
           + std::to_string(exchange.ownTrades().size()) + "\n";
}

} // namespace

ExitCode runExchange(std::span<const std::string> arguments)
{
    auto parsed = parseOrExplain(exchangeParser(), arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const auto request = requestOf(std::get<Options>(parsed));
    if (!request) {
        return wrongUse(request.error());
    }
    const std::atomic<bool>& interrupted = session::watchForInterrupt();
    auto service = exchange::practiceService(request->practice);
    const SystemClock wall;
    const FasterClock market{wall, wall.now(), kPracticeStart, request->practice.speed};
    exchange::ExchangeServer server{std::move(service), market};
    const auto port = server.listen(QHostAddress{QHostAddress::LocalHost}, request->port);
    if (!port) {
        complain(port.error());
        return ExitCode::Failed;
    }
    const auto network = lighter::Network::practice(*port);
    print("listening " + std::to_string(*port) + "\n");
    tell("Practice exchange: " + network.rest() + "api/v1/ and " + network.stream() + ", chain "
         + std::to_string(network.chain().count()) + ", account "
         + std::to_string(exchange::kPracticeAccount) + ", key slot "
         + std::to_string(exchange::kPracticeSlot) + ". Synthetic prices, no money.");
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (interrupted.load()) {
            loop.quit();
        }
    });
    look.start(kLookEvery);
    loop.exec();
    server.service().run(market.now());
    print(summaryOf(server.service().exchange()));
    return ExitCode::Done;
}

} // namespace wick::cli

#include "app/cli/venuerequests.h"

#include "app/cli/output.h"
#include "app/session/interrupt.h"
#include "core/io/gateway/address.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <chrono>
#include <utility>

namespace wick::cli {

using core::Timestamp;

namespace {

constexpr std::chrono::milliseconds kLookEvery{50};
constexpr int kTooMany = 429;
constexpr int kFirstServerError = 500;

} // namespace

VenueRequests::VenueRequests(lighter::Network network)
    : m_network(std::move(network))
    , m_interrupted(session::watchForInterrupt())
    , m_client(io::venueAddress(m_network.rest()).value())
{
    m_clock.start();
}

std::optional<io::RestAnswer> VenueRequests::send(const io::RestRequest& request)
{
    if (!spend()) {
        return std::nullopt;
    }
    ++m_count;
    m_answer.reset();
    m_client.get(request, [this](const io::RestAnswer& answer) { m_answer = answer; });
    return waitUntil([this] { return m_answer.has_value(); }) ? m_answer : std::nullopt;
}

bool VenueRequests::waitUntil(const std::function<bool()>& done) const
{
    QTimer wake;
    wake.start(kLookEvery);
    while (!done()) {
        if (m_interrupted) {
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// Waits until there is room for a request.
bool VenueRequests::spend()
{
    const auto now = [this] {
        return core::fromMilliseconds(m_clock.elapsed());
    };
    const auto what = lighter::Spending::HistoryRead;
    const std::int64_t wait = toMilliseconds(m_budget.freeAt(what, now()) - now());
    if (wait > 0) {
        tell("waiting " + std::to_string(wait / 1'000 + 1)
             + " s: no more requests fit into this minute");
    }
    return waitUntil([&] { return m_budget.spend(what, now()); });
}

RequestFailure VenueRequests::unanswered(const io::RestRequest& request,
                                         const std::optional<io::RestAnswer>& answer) const
{
    const std::string where = m_network.rest() + request.path + ": ";
    if (!answer) {
        return {where + "interrupted"};
    }
    return {
        where + answer->problem.toStdString()
        + (m_network.name() == "practice" ? "; is `wickctl exchange` running?" : std::string{})};
}

RequestFailure VenueRequests::refused(const io::RestRequest& request,
                                      int status,
                                      const lighter::ReadError* why) const
{
    std::string sentence = m_network.rest() + request.path + ": HTTP " + std::to_string(status);
    if (why != nullptr && why->kind == lighter::ReadError::Kind::Refused) {
        sentence += ", code " + std::to_string(why->refusal.code);
        sentence += why->refusal.message ? ": " + *why->refusal.message : std::string{};
    } else if (why != nullptr && status == kGood) {
        sentence += ", but the answer cannot be read: " + describe(*why);
    }
    if (status == kTooMany) {
        sentence += "; the venue takes no more requests from here for a minute";
    } else if (status >= kFirstServerError) {
        sentence += "; the venue has a failure or maintenance, try again later";
    }
    return {std::move(sentence), status};
}

} // namespace wick::cli

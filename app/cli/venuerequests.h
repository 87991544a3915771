#pragma once

#include "core/base/result.h"
#include "core/io/gateway/restclient.h"
#include "core/venues/lighter/mapper.h"
#include "core/venues/lighter/network.h"
#include "core/venues/lighter/ratebudget.h"

#include <QElapsedTimer>

#include <atomic>
#include <functional>
#include <optional>
#include <string>

namespace wick::cli {

/// Why a request came to nothing.
struct RequestFailure
{
    std::string sentence; ///< names address, HTTP status and the venue's code
    int status = 0;       ///< of HTTP; 0 is no answer
};

/// Asks a venue one thing after another and waits for each answer, at most as often as is planned
/// for reads of a standard account. It only asks for what everybody may read, so it has no key.
/// Ctrl+C ends a wait.
class VenueRequests
{
public:
    explicit VenueRequests(lighter::Network network);

    template <typename Answer>
    [[nodiscard]] core::Result<Answer, RequestFailure> ask(const io::RestRequest& request)
    {
        const std::optional<io::RestAnswer> answer = send(request);
        if (!answer || !answer->answered()) {
            return core::Failure{unanswered(request, answer)};
        }
        auto read = m_mapper.answer<Answer>(
            {answer->body.constData(), static_cast<std::size_t>(answer->body.size())});
        if (!read || answer->status != kGood) {
            return core::Failure{refused(request, answer->status, read ? nullptr : &read.error())};
        }
        return std::move(read).value();
    }

    [[nodiscard]] const lighter::Network& network() const noexcept { return m_network; }
    /// Rows that the last answer left out because they could not be read.
    [[nodiscard]] const std::vector<lighter::ReadError>& leftOut() const noexcept
    {
        return m_mapper.leftOut();
    }
    [[nodiscard]] int count() const noexcept { return m_count; }

private:
    static constexpr int kGood = 200;

    /// Nothing when it was interrupted.
    [[nodiscard]] std::optional<io::RestAnswer> send(const io::RestRequest& request);
    [[nodiscard]] bool waitUntil(const std::function<bool()>& done) const;
    [[nodiscard]] bool spend();
    [[nodiscard]] RequestFailure unanswered(const io::RestRequest& request,
                                            const std::optional<io::RestAnswer>& answer) const;
    [[nodiscard]] RequestFailure
    refused(const io::RestRequest& request, int status, const lighter::ReadError* why) const;

    lighter::Network m_network;
    lighter::Mapper m_mapper;
    lighter::RateBudget m_budget;
    QElapsedTimer m_clock; ///< of the budget: never set back
    const std::atomic<bool>& m_interrupted;
    std::optional<io::RestAnswer> m_answer;
    int m_count = 0;
    io::RestClient m_client; ///< last: it may still speak of m_answer while it ends
};

} // namespace wick::cli

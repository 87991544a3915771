#pragma once

#include "core/io/workerthread.h"

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

class QNetworkReply;
class QNetworkRequest;

namespace wick::io {

/// One request: the fields are the query of a GET and the form of a POST.
struct RestRequest
{
    std::string path; ///< without a slash at its begin
    std::vector<std::pair<std::string, std::string>> fields{};
    std::string token{}; ///< of the header `authorization`; empty: none
};

/// What came back. Without a status no answer came, and whether the request was heard is not known.
struct RestAnswer
{
    int status = 0;
    QByteArray body{};
    QString problem{}; ///< why there is no answer

    [[nodiscard]] bool answered() const noexcept { return status != 0; }
};

struct RestBounds
{
    std::chrono::milliseconds patience{10'000}; ///< for the whole of an answer
    qint64 bodyBytes = qint64{16} << 20U;
};

/// Requests to one venue. No request is ever repeated, least of all a POST: who asked decides. No
/// cookies, no cache, no redirects; TLS certificates are always verified. Thread: lives on the
/// network's WorkerThread; answers are told there, each request exactly once unless the client ends
/// before.
class RestClient final : public Receiver
{
public:
    using Then = std::function<void(const RestAnswer&)>;

    /// `base` comes from venueAddress() and ends with a slash.
    explicit RestClient(QUrl base, RestBounds bounds = {});
    ~RestClient() override;

    void get(const RestRequest& request, Then then);
    void post(const RestRequest& request, Then then);

private:
    [[nodiscard]] QNetworkRequest prepared(const QUrl& url, const RestRequest& request) const;
    void follow(QNetworkReply* reply, Then then);

    QUrl m_base;
    RestBounds m_bounds;
    QNetworkAccessManager m_manager;
};

} // namespace wick::io

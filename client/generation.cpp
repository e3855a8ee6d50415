#include "folder_archive.hpp"
#include "grpc_web.hpp"
#include "rest.hpp"

#include <argocdpp/applications.hpp>

#include <algorithm>
#include <application_calls.pb.h>

namespace argocdpp {
namespace {

constexpr std::string_view service = "application.ApplicationService/";

/// A message that the server needs whole.
template<class Message>
Message decoded_message(const std::string& bytes, std::string_view method) {
    Message made;
    if (!made.ParseFromString(bytes))
        throw protocol_error("POST /" + std::string(method), "unexpected message");
    return made;
}

/// A query, then the archive in chunks, each made a frame when its turn comes.
class archive_upload final : public body_source {
  public:
    archive_upload(std::string query, std::vector<std::string> chunks)
        : query_(grpc_web::frame(query))
        , chunks_(std::move(chunks)) {
        size_ = query_.size();
        for (const auto& chunk : chunks_)
            size_ += frame_of(chunk).size();
    }
    std::size_t size() const override { return size_; }
    void rewind() override { at_ = 0; }
    std::string_view next() override {
        const auto at = at_++;
        if (at == 0)
            return query_;
        if (at > chunks_.size())
            return {};
        current_ = frame_of(chunks_[at - 1]);
        return current_;
    }

  private:
    static std::string frame_of(const std::string& chunk) {
        grpc::files_part part;
        part.mutable_chunk()->set_chunk(chunk);
        return grpc_web::frame(part.SerializeAsString());
    }

    std::string query_;
    std::vector<std::string> chunks_;
    std::size_t size_ = 0;
    std::size_t at_ = 0;
    std::string current_;
};

grpc::resource_diff live_of(const proto::managed_resource& pair) {
    grpc::resource_diff live;
    live.set_group(pair.group);
    live.set_kind(pair.kind);
    live.set_namespace_(pair.name_space);
    live.set_name(pair.name);
    live.set_live_state(pair.live_state);
    return live;
}

/// Where each batch begins, and the end of the last.
std::vector<std::size_t> batches(const std::vector<proto::managed_resource>& pairs,
                                 std::size_t most) {
    std::vector<std::size_t> bounds{0};
    std::size_t size = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto more = pairs[i].live_state.size() + pairs[i].target_state.size();
        if (i > bounds.back() && size + more > most) {
            bounds.push_back(i);
            size = 0;
        }
        size += more;
    }
    bounds.push_back(pairs.size());
    return bounds;
}

using pair_iterator = std::vector<proto::managed_resource>::iterator;

std::string query_of(const app_ref& app, pair_iterator begin, pair_iterator end) {
    grpc::server_side_diff_query query;
    query.set_app_name(app.name);
    query.set_app_namespace(app.name_space);
    query.set_project(app.project);
    for (auto pair = begin; pair != end; ++pair) {
        *query.add_live_resources() = live_of(*pair);
        query.add_target_manifests(pair->target_state);
    }
    return query.SerializeAsString();
}

/// Has the server compare one batch, and writes into the pairs what it found.
task<void> compare(rest& calls, const app_ref& app, pair_iterator begin, pair_iterator end) {
    const auto method = std::string(service) + "ServerSideDiff";
    grpc_web::single_message query(query_of(app, begin, end));
    const auto bytes = co_await calls.call(method, query);
    auto found = decoded_message<grpc::server_side_diff_response>(bytes, method);
    if (found.items_size() != end - begin)
        throw protocol_error("POST /" + method, "an answer about other resources");
    for (auto& item : *found.mutable_items()) {
        begin->normalized_live_state = std::move(*item.mutable_live_state());
        begin->predicted_live_state = std::move(*item.mutable_target_state());
        begin->modified = item.modified();
        ++begin;
    }
}

// What a server takes unless it is told otherwise (reposerver.streamed.manifest.max.tar.size). It
// cuts off what is longer, and then says no more than "EOF".
constexpr std::size_t usual_limit = std::size_t{100} << 20;

/// The refusal of an archive that was too long, in words that say so.
error too_long(const error& refusal, std::size_t size) {
    error made(refusal.kind, std::string(refusal.what()) + " (the folder is " +
                                 std::to_string(size >> 20) +
                                 " MiB when packed; servers take 100 MiB unless told otherwise)");
    made.http_status = refusal.http_status;
    made.grpc_code = refusal.grpc_code;
    made.server_text = refusal.server_text;
    made.request = refusal.request;
    made.sent = refusal.sent;
    return made;
}

} // namespace

task<proto::rendered_manifests> applications::manifests_of(app_ref app, local_folder folder) {
    folder_packer packer(std::move(folder));
    // A breath between files, so that Ctrl-C is heard.
    while (packer.pack_next())
        co_await rest_->time().sleep_until(rest_->time().now());
    auto packed = packer.finish();

    grpc::files_part query;
    query.mutable_query()->set_name(app.name);
    query.mutable_query()->set_checksum(packed.checksum);
    query.mutable_query()->set_app_namespace(app.name_space);
    query.mutable_query()->set_project(app.project);
    const auto method = std::string(service) + "GetManifestsWithFiles";
    archive_upload upload(query.SerializeAsString(), std::move(packed.pieces));
    std::string bytes;
    try {
        bytes = co_await rest_->call(method, upload);
    } catch (const error& refusal) {
        if (refusal.grpc_code < 0 || upload.size() < usual_limit)
            throw;
        throw too_long(refusal, upload.size());
    }
    auto answer = decoded_message<grpc::manifest_response>(bytes, method);
    proto::rendered_manifests rendered;
    for (auto& manifest : *answer.mutable_manifests())
        rendered.manifests.push_back(std::move(manifest));
    rendered.revision = answer.revision();
    co_return rendered;
}

task<std::vector<proto::managed_resource>>
applications::server_side_diff(app_ref app, std::vector<proto::managed_resource> pairs,
                               comparison_limits limits) {
    if (pairs.empty())
        co_return pairs;
    const auto bounds = batches(pairs, limits.batch_bytes);
    std::vector<task<void>> calls;
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i)
        calls.push_back(compare(*rest_, app, pairs.begin() + static_cast<std::ptrdiff_t>(bounds[i]),
                                pairs.begin() + static_cast<std::ptrdiff_t>(bounds[i + 1])));
    co_await when_all(std::move(calls), limits.requests_at_once);
    co_return pairs;
}

} // namespace argocdpp

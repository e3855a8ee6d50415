// argocdpp proj add-destination, remove-destination and the same of service accounts: where a
// project's applications may go, and as whom.

#include "../commands.hpp"
#include "../project_edit.hpp"

namespace argocdpp::cli {
namespace {

struct options {
    bool is_name = false;
    std::string account_namespace;
};

void describe_nothing(flag_set&, options&) {}

void describe_destination(flag_set& flags, options& given) {
    flags.add(given.is_name, "name", 0, "the cluster is given by its name, not by its URL");
}

void describe_account(flag_set& flags, options& given) {
    flags.add(given.account_namespace, "service-account-namespace", 0,
              "namespace of the service account");
}

/// Whether a text is there and equal.
bool is_given(const std::string& wanted, const std::string& found) {
    return !wanted.empty() && wanted == found;
}

task<exit_code> add_destination(invocation& call, options given) {
    expect_arguments(call, 3);
    proto::project_destination to;
    (given.is_name ? to.name : to.server) = call.arguments()[1];
    to.name_space = call.arguments()[2];
    projects::change add = [&](proto::project& project) {
        const auto is_same = [&](const proto::project_destination& known) {
            return known.name_space == to.name_space &&
                   (is_given(to.server, known.server) || is_given(to.name, known.name));
        };
        if (std::ranges::any_of(project.spec.destinations, is_same))
            throw failure(exit_code::failure,
                          "Specified destination is already defined in project");
        project.spec.destinations.push_back(to);
        return true;
    };
    co_await edit_project(call, std::move(add));
    co_return exit_code::success;
}

task<exit_code> remove_destination(invocation& call, options) {
    expect_arguments(call, 3);
    projects::change remove = [&](proto::project& project) {
        const auto is_it = [&](const proto::project_destination& known) {
            return known.server == call.arguments()[1] && known.name_space == call.arguments()[2];
        };
        if (!remove_first(project.spec.destinations, is_it))
            throw failure(exit_code::failure, "Specified destination does not exist in project");
        return true;
    };
    co_await edit_project(call, std::move(remove));
    co_return exit_code::success;
}

task<exit_code> add_account(invocation& call, options given) {
    expect_arguments(call, 4);
    const auto& account = call.arguments()[3];
    if (given.account_namespace.find('*') != std::string::npos)
        throw failure(exit_code::failure, "service-account-namespace for DestinationServiceAccount "
                                          "must not contain wildcards");
    if (account.find('*') != std::string::npos)
        throw failure(exit_code::failure,
                      "ServiceAccount for DestinationServiceAccount must not contain wildcards");
    proto::destination_service_account to;
    to.server = call.arguments()[1];
    to.name_space = call.arguments()[2];
    to.service_account =
        given.account_namespace.empty() ? account : given.account_namespace + ":" + account;
    projects::change add = [&](proto::project& project) {
        const auto is_same = [&](const proto::destination_service_account& known) {
            return known.name_space == to.name_space && is_given(to.server, known.server) &&
                   is_given(to.service_account, known.service_account);
        };
        auto& accounts = project.spec.destination_service_accounts;
        if (std::ranges::any_of(accounts, is_same))
            throw failure(exit_code::failure,
                          "Specified destination service account is already defined in project");
        accounts.push_back(to);
        return true;
    };
    co_await edit_project(call, std::move(add));
    co_return exit_code::success;
}

task<exit_code> remove_account(invocation& call, options) {
    expect_arguments(call, 4);
    projects::change remove = [&](proto::project& project) {
        const auto is_it = [&](const proto::destination_service_account& known) {
            return known.server == call.arguments()[1] && known.name_space == call.arguments()[2] &&
                   known.service_account == call.arguments()[3];
        };
        if (std::erase_if(project.spec.destination_service_accounts, is_it) == 0)
            throw failure(exit_code::failure,
                          "Specified destination service account does not exist in project");
        return true;
    };
    co_await edit_project(call, std::move(remove));
    co_return exit_code::success;
}

} // namespace

const command proj_add_destination = {
    .path = "proj add-destination",
    .arguments = "PROJECT SERVER/NAME NAMESPACE",
    .names = {name_kind::project, name_kind::cluster},
    .summary = "Let a project's applications go to a cluster's namespace",
    .differences = project_edit_differences,
    .examples = "argocdpp proj add-destination team-a https://kubernetes.default.svc team-a\n"
                "argocdpp proj add-destination team-a prod team-a --name",
    .bind = bind<options, describe_destination, add_destination>,
};

const command proj_remove_destination = {
    .path = "proj remove-destination",
    .arguments = "PROJECT SERVER NAMESPACE",
    .names = {name_kind::project, name_kind::cluster_url},
    .summary = "Take a destination from a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj remove-destination team-a https://kubernetes.default.svc team-a",
    .bind = bind<options, describe_nothing, remove_destination>,
};

const command proj_add_destination_service_account = {
    .path = "proj add-destination-service-account",
    .arguments = "PROJECT SERVER NAMESPACE SERVICE_ACCOUNT",
    .names = {name_kind::project, name_kind::cluster_url},
    .summary = "Name the service account for syncs to a destination",
    .differences = project_edit_differences,
    .examples = "argocdpp proj add-destination-service-account team-a "
                "https://kubernetes.default.svc team-a deployer\n"
                "argocdpp proj add-destination-service-account team-a "
                "https://kubernetes.default.svc team-a deployer --service-account-namespace ci",
    .bind = bind<options, describe_account, add_account>,
};

const command proj_remove_destination_service_account = {
    .path = "proj remove-destination-service-account",
    .arguments = "PROJECT SERVER NAMESPACE SERVICE_ACCOUNT",
    .names = {name_kind::project, name_kind::cluster_url},
    .summary = "Take the service account of a destination from a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj remove-destination-service-account team-a "
                "https://kubernetes.default.svc team-a deployer",
    .bind = bind<options, describe_nothing, remove_account>,
};

} // namespace argocdpp::cli

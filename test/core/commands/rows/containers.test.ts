/** Running containers. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["docker ps", "privilege"],
  ["docker --version", "= anywhere"],
  ["docker version", "privilege"],
  ["docker images -a", "privilege"],
  ["docker inspect web", "privilege"],
  ["docker inspect -f '{{.Config.Env}}' web", "privilege ! shows the variables of a container"],
  ["docker inspect web --format '{{json .NetworkSettings}}'", "privilege"],
  ["docker logs --tail=20 web", "privilege"],
  ["docker info", "privilege"],
  ["docker build -t web:dev docker", "privilege, network, process"],
  ["docker buildx build --push -t x .", "privilege, network, process ! publishes an image"],
  ["docker run --rm -it -v /home/you/src/app:/app -w /app node:22 npm test", "privilege, process, network, runs"],
  ["docker run --rm -v ./data:/data alpine ls", "privilege, process, network, runs"],
  ["docker run --rm -v data:/data alpine ls", "privilege, process, network, runs"],
  [
    "docker run --rm -v /:/host alpine chroot /host sh",
    "privilege, process, network, runs ! gives a container what is not the workspace's (/)",
  ],
  [
    "docker run -v /etc:/etc alpine",
    "privilege, process, network, runs ! gives a container what is not the workspace's (/etc)",
  ],
  [
    "docker run --pid=host --net=host alpine nsenter -t 1 -m sh",
    "privilege, process, network, runs ! gives a container rights over the machine (host)",
  ],
  [
    "docker run --net=host alpine true",
    "privilege, process, network, runs ! gives a container rights over the machine (host)",
  ],
  [
    "docker run -v /var/run/docker.sock:/var/run/docker.sock x",
    "privilege, process, network, runs ! gives a container what is not the workspace's (/var/run/docker.sock)",
  ],
  [
    "docker run --mount type=bind,source=/,target=/host x",
    "privilege, process, network, runs ! gives a container what is not the workspace's (/)",
  ],
  ["docker run --privileged x", "privilege, process, network, runs ! gives a container all rights"],
  [
    "docker run --cap-add SYS_ADMIN x",
    "privilege, process, network, runs ! gives a container rights over the machine (SYS_ADMIN)",
  ],
  [
    "docker run --security-opt seccomp=unconfined x",
    "privilege, process, network, runs ! gives a container rights over the machine (seccomp=unconfined)",
  ],
  [
    "docker run --unheard-of --privileged x",
    "privilege, process, unknown, network, runs ! gives a container all rights",
  ],
  ["docker run -d -p 8080:80 --name web nginx", "privilege, process, network, runs"],
  ["docker exec web ls", "privilege, process, runs"],
  ["docker exec -u 0 web sh", "privilege, process, runs ! acts as root in a container"],
  ["docker exec -it --privileged web sh", "privilege, process, runs ! gives a container all rights"],
  ["podman run --privileged -v /:/h x", "privilege, process, network, runs ! gives a container all rights"],
  ["podman --version", "= anywhere"],
  ["docker system prune -f", "privilege, process ! removes containers, images and data that are not in use"],
  ["docker system df", "privilege, process"],
  ["docker volume rm data", "privilege, process ! removes or changes what containers keep (rm data)"],
  ["docker volume ls", "privilege, process"],
  ["docker rm -f web", "privilege, process, delete web ! removes containers with their data"],
  ["docker rm web", "privilege, process, delete web"],
  ["docker rmi web", "privilege, process"],
  ["docker stop web", "privilege, process"],
  ["docker push example/web:latest", "privilege, network, credentials ! publishes an image"],
  ["docker login -u you", "privilege, network, credentials"],
  ["docker container run --privileged x", "privilege, process ! runs a container with options that are not looked at"],
  ["docker -H tcp://example.com:2375 ps", "privilege"],
  ["docker compose up -d db", "privilege, process, network"],
  ["docker compose -f dev.yml ps", "privilege"],
  ["docker compose down", "privilege, process"],
  ["docker compose down -v", "privilege, process ! removes containers with their data"],
  ["docker compose exec -u root web sh", "privilege, process, runs ! acts as root in a container"],
  ["docker-compose up -d", "privilege, process, network"],
  ["docker compose push", "privilege, network, credentials ! publishes an image"],
  ["docker unheard-of", "privilege, unknown"],
  ["skopeo copy a b", "network, credentials ! publishes an image (copy)"],
  ["crane ls example/web", "network, credentials"],
  ["runc run x", "privilege, process ! runs something with more rights"],
  ["virsh list", "privilege, process"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
